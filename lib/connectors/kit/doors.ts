import { text } from '@/lib/connectors/kit/path';
import type { Json } from '@/lib/contract/common';

/** How providers write a time. `retry_after` is RFC 9110: seconds or a date; some send an epoch. */
export type TimeForm = 'seconds' | 'epoch_seconds' | 'epoch_ms' | 'http_date' | 'retry_after';

const DAY_MS = 24 * 3600 * 1000;
/** The longest a provider's answer may keep us away from it. */
export const WINDOW_MOST_MS = DAY_MS;
/** The longest a token is believed to live. */
export const TOKEN_MOST_MS = 365 * DAY_MS;
/** A monthly quota is meant, only longer than is believed; what lies further away is a mistake. */
const ABSURD = 32;

/** A control character that a text for people has no use for; tab and line ends stay. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The one door for a provider's text that is stored, logged or shown outside a record: without what
 * PostgreSQL cannot store (NUL, halves of surrogate pairs) and without other control characters,
 * which could drive an operator's terminal. At most `max` UTF-16 units, never half a character.
 */
export function providerText(value: string, max = 500): string {
  // A damaged text may be megabytes long: what is cut away is not looked at.
  const clean = value
    .slice(0, 2 * max)
    .replace(CONTROL, '')
    .replace(LONE_SURROGATE, '');
  if (clean.length <= max) return clean;
  const cut = clean.slice(0, max);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

export interface BoundedTime {
  /** Epoch milliseconds, never before now; null: nothing that can be meant, use the fallback. */
  at_ms: number | null;
  /** The provider's time was not taken as it stands: cut to the bound, or no time at all. */
  bounded: boolean;
}

/**
 * The one place that turns a provider's number or date into a time. A time further away than
 * `most_ms` is cut to it; one that is negative, unreadable or beyond anything meant (32 times the
 * bound) is no time, and the caller falls back. An epoch a little in the past is a clock that
 * differs, and means now. Null: the provider said nothing.
 */
export function boundedTime(
  value: Json | undefined,
  form: TimeForm,
  now_ms: number,
  most_ms: number,
): BoundedTime | null {
  const said = text(value, '')?.trim();
  if (!said) return null;
  const read = readTime(said, form, now_ms);
  const wait_ms = read.epoch && read.ms >= -most_ms ? Math.max(read.ms, 0) : read.ms;
  if (!(wait_ms >= 0 && wait_ms <= ABSURD * most_ms)) return { at_ms: null, bounded: true };
  return { at_ms: now_ms + Math.ceil(Math.min(wait_ms, most_ms)), bounded: wait_ms > most_ms };
}

/** Milliseconds from now (NaN: unreadable), and whether it was said as a point in time. */
function readTime(said: string, form: TimeForm, now_ms: number): { ms: number; epoch: boolean } {
  const number = Number(said);
  const epoch = (ms: number) => ({ ms: ms - now_ms, epoch: true });
  if (Number.isNaN(number))
    return epoch(form === 'http_date' || form === 'retry_after' ? Date.parse(said) : Number.NaN);
  if (form === 'epoch_ms' || (form === 'retry_after' && number > 1e12)) return epoch(number);
  if (form === 'epoch_seconds' || (form === 'retry_after' && number > 1e9))
    return epoch(number * 1000);
  return { ms: number * 1000, epoch: false };
}
