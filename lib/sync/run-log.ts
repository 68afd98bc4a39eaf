import {
  providerText,
  type Answer,
  type ChangeRequest,
  type RequestSpec,
} from '@/lib/connectors/kit';
import type { Progress, RunLogLine } from '@/lib/contract/runs';
import { maskFor } from '@/lib/egress/service';
import { now } from '@/lib/platform/clock';
import { log } from '@/lib/platform/log';
import { addToLog, type RunRow } from '@/lib/runs/service';

/** Ordinary lines kept of one attempt at a run; the rest is counted. */
const ORDINARY_LINES = 150;
/** Lines of trouble are kept beside them, up to so many. */
const TROUBLE_LINES = 150;
const LONGEST = 400;
/** Headers in which providers name a call, the most usual first. */
const REQUEST_IDS = [
  'x-request-id',
  'request-id',
  'x-hubspot-correlation-id',
  'x-github-request-id',
  'x-slack-req-id',
  'x-correlation-id',
  'cf-ray',
];

export type RunLog = ReturnType<typeof runLog>;

/**
 * What a run did, for whoever asks later: bounded, written a few lines at a time, never with a secret
 * or a query. And what it waits for, for whoever looks now. Trouble in writing it is no trouble of
 * the run. Longer than a screen: what is done with the same few variables.
 */
export function runLog(run: Pick<RunRow, 'workspace_id' | 'id'>) {
  let lines: RunLogLine[] = [];
  let left_out = 0;
  let stream: string | null = null;
  const room = { info: ORDINARY_LINES, trouble: TROUBLE_LINES };
  const waits = new Set<{ cause: string; until_ms: number }>();

  const note = (
    level: RunLogLine['level'],
    message: string,
    call: Partial<Pick<RunLogLine, 'status' | 'took_ms' | 'request_id'>> = {},
  ): void => {
    const kind = level === 'info' ? 'info' : 'trouble';
    if (room[kind] === 0) {
      left_out += 1;
      return;
    }
    room[kind] -= 1;
    lines.push({
      at: new Date(now()).toISOString(),
      level,
      stream,
      message: providerText(message, LONGEST),
      status: null,
      took_ms: null,
      request_id: null,
      ...call,
    });
  };

  return {
    note,
    /** What follows is of this stream. */
    at: (name: string): void => {
      stream = name;
    },
    /** A call that was answered: where to, without its query, and what the provider calls it. */
    call: (
      spec: RequestSpec | ChangeRequest,
      credentials: Record<string, string>,
      { status, headers }: Answer,
      took_ms: number,
    ): void => {
      const { host, pathname } = new URL(spec.url);
      const mask = maskFor(spec, credentials);
      const id = REQUEST_IDS.map((name) => headers[name]).find((value) => value !== undefined);
      note(status < 400 ? 'info' : 'warn', mask(`${spec.method ?? 'GET'} ${host}${pathname}`), {
        status,
        took_ms: Math.round(took_ms),
        request_id: id === undefined ? null : providerText(mask(id), 100),
      });
    },
    /** The run waits until then (epoch milliseconds), unless what is answered is called before. */
    waitFor: (cause: string, until_ms: number): (() => void) => {
      const wait = { cause: providerText(cause, LONGEST), until_ms };
      waits.add(wait);
      return () => void waits.delete(wait);
    },
    /** What holds it up longest now; null: nothing. */
    waiting: (): Progress['waiting'] => {
      const [longest] = [...waits].sort((a, b) => b.until_ms - a.until_ms);
      return longest
        ? { cause: longest.cause, until: new Date(longest.until_ms).toISOString() }
        : null;
    },
    /** Writes what there is. */
    flush: async (): Promise<void> => {
      if (lines.length === 0 && left_out === 0) return;
      const [written, missing] = [lines, left_out];
      [lines, left_out] = [[], 0];
      await addToLog(run, written, missing).catch((error: unknown) =>
        log.warn({ run: run.id, error: String(error) }, 'the log of a run was not written'),
      );
    },
  };
}
