import {
  providerText,
  type Answer,
  type ChangeRequest,
  type RequestSpec,
} from '@/lib/connectors/kit';
import type { CallVerdict, Progress, RunLogLine } from '@/lib/contract/runs';
import { maskFor, shownHeaders, shownUrl, withQuery } from '@/lib/egress/service';
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

/** A call on its way. */
export interface Sent {
  spec: RequestSpec | ChangeRequest;
  /** The headers that carry the credential. */
  credentials: Record<string, string>;
  /** How often the question has been asked, this time included. */
  attempt: number;
  /** When it began, by performance.now(). */
  began: number;
  /** Of the time since, how long it waited for its budget. */
  waited_ms: number;
}

/** A call that is about to leave, before its credential is known. */
export const sentNow = (spec: Sent['spec'], attempt: number): Sent => ({
  spec,
  credentials: {},
  attempt,
  began: performance.now(),
  waited_ms: 0,
});

/**
 * What a run did, for whoever asks later: bounded, written a few lines at a time, never with a secret.
 * And what it waits for, for whoever looks now. Trouble in writing it is no trouble of the run. Longer
 * than a screen: what is done with the same few variables.
 */
export function runLog(run: Pick<RunRow, 'workspace_id' | 'id'>) {
  let lines: RunLogLine[] = [];
  let left_out = 0;
  let stream: string | null = null;
  const room = { info: ORDINARY_LINES, trouble: TROUBLE_LINES };
  const waits = new Set<{ cause: string; until_ms: number }>();
  const calls = new WeakMap<object, RunLogLine>();

  /** Whether another line is kept; one that is not is counted. */
  const fits = (level: RunLogLine['level']): boolean => {
    const kind = level === 'info' ? 'info' : 'trouble';
    if (room[kind] === 0) {
      left_out += 1;
      return false;
    }
    room[kind] -= 1;
    return true;
  };
  const push = (
    level: RunLogLine['level'],
    message: string,
    call: Partial<RunLogLine> = {},
  ): RunLogLine => {
    const line: RunLogLine = {
      at: new Date(now()).toISOString(),
      level,
      stream,
      message: providerText(message, LONGEST),
      status: null,
      took_ms: null,
      request_id: null,
      ...call,
    };
    lines.push(line);
    return line;
  };
  const note = (level: RunLogLine['level'], message: string): void => {
    if (fits(level)) push(level, message);
  };

  return {
    note,
    /** What follows is of this stream. */
    at: (name: string): void => {
      stream = name;
    },
    /** A call that was answered; what the answer means may be said with `judged`. */
    call: (sent: Sent, answer: Pick<Answer, 'status' | 'headers' | 'size'>): void => {
      const good = answer.status < 400;
      const level = good ? 'info' : 'warn';
      if (!fits(level)) return;
      const { message, ...call } = shownCall(sent, good ? 'ok' : 'fail', answer);
      calls.set(answer, push(level, message, call));
    },
    /** A call no answer came to that could be read. */
    unanswered: (sent: Sent, verdict: 'no_answer' | 'too_large'): void => {
      if (!fits('warn')) return;
      const { message, ...call } = shownCall(sent, verdict);
      push('warn', message, call);
    },
    /** What an answer of `call` means. */
    judged: (answer: Answer, verdict: CallVerdict): void => {
      const line = calls.get(answer);
      if (!line?.call) return;
      line.call.verdict = verdict;
      if (verdict !== 'ok') line.level = 'warn';
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

/** A call as its line has it; see shownUrl for what of it is kept. */
function shownCall(
  { spec, credentials, attempt, began, waited_ms }: Sent,
  verdict: CallVerdict,
  answer?: Pick<Answer, 'status' | 'headers' | 'size'>,
): Pick<RunLogLine, 'message' | 'status' | 'took_ms' | 'request_id' | 'call'> {
  const mask = maskFor(spec, credentials);
  const method = spec.method ?? 'GET';
  const url = shownUrl(withQuery(spec), mask);
  const id = REQUEST_IDS.map((name) => answer?.headers[name]).find((value) => value !== undefined);
  return {
    message: `${method} ${url.replace(/^https?:\/\//, '').replace(/\?.*$/, '')}`,
    status: answer?.status ?? null,
    took_ms: Math.round(performance.now() - began),
    request_id: id === undefined ? null : providerText(mask(id), 100),
    call: {
      method,
      url,
      headers: shownHeaders(credentials, spec.headers),
      sent: formOf(spec),
      attempt,
      verdict,
      waited_ms: Math.round(waited_ms),
      bytes: answer?.size ?? null,
    },
  };
}

function formOf({ json, form }: Pick<RequestSpec, 'json' | 'form'>): 'json' | 'form' | null {
  if (json !== undefined) return 'json';
  return form === undefined ? null : 'form';
}
