import { Cron } from 'croner';
import type { Schedule } from '@/lib/contract/common';
import { DomainError } from '@/lib/contract/errors';

/** Five fields, or a name such as @daily: a sixth would be seconds, and a minute is the least. */
const FIVE_FIELDS = /^(\S+\s+){4}\S+$|^@[a-z]+$/;
/** How many of the next syncs, and how far ahead, the longest gap is looked for. */
const RUNS_AHEAD = 12;
const DAYS_AHEAD = 32;
const SAMPLE_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

/** When the schedule is next due after `after_ms`, in milliseconds of the epoch; null: never. */
export const nextTimeOf = ({ cron, timezone }: Schedule, after_ms: number): number | null =>
  new Cron(cron, { timezone, mode: '5-part', paused: true })
    .nextRun(new Date(after_ms))
    ?.getTime() ?? null;

/**
 * Throws invalid_request, naming the field, unless the schedule is a cron expression of five fields
 * that is due some day, in a time zone there is.
 */
export function assertSchedule(schedule: Schedule, now_ms: number): void {
  const refuse = (field: keyof Schedule, message: string): never => {
    throw new DomainError('invalid_request', {
      detail: `schedule.${field}: ${message}`,
      errors: [{ path: `schedule.${field}`, message }],
    });
  };
  if (!isTimezone(schedule.timezone))
    refuse('timezone', 'This is no time zone, such as Europe/Berlin.');
  if (!FIVE_FIELDS.test(schedule.cron))
    refuse('cron', 'This needs five fields: minute, hour, day, month, weekday.');
  let next: number | null;
  try {
    next = nextTimeOf(schedule, now_ms);
  } catch {
    return refuse('cron', 'This could not be read as a cron expression.');
  }
  if (next === null) refuse('cron', 'This is never due.');
}

/**
 * The longest time between two syncs in milliseconds, give or take six hours: among the next few,
 * and wherever in the next month one waits longest.
 */
export function longestGapOf(schedule: Schedule, now_ms: number): number {
  let longest = 0;
  let at = nextTimeOf(schedule, now_ms);
  for (let i = 0; i < RUNS_AHEAD && at !== null; i++) {
    const after = nextTimeOf(schedule, at);
    longest = Math.max(longest, (after ?? at) - at);
    at = after;
  }
  for (let from = now_ms; from < now_ms + DAYS_AHEAD * DAY_MS; from += SAMPLE_MS)
    longest = Math.max(longest, (nextTimeOf(schedule, from) ?? from) - from);
  return longest;
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
