import {
  boundedTime,
  providerText,
  WINDOW_MOST_MS,
  type BoundedTime,
} from '@/lib/connectors/kit/doors';
import { RETRY_AFTER, type ErrorRule, type Verdict, type Wait } from '@/lib/connectors/kit/limits';
import { at, numberText, text } from '@/lib/connectors/kit/path';
import type { Answer, AnswerMatch, BodyMatch } from '@/lib/connectors/kit/request';

/**
 * A judged answer. `retry_at_ms` is epoch milliseconds, when the provider said when to come back.
 */
export interface Judgement {
  verdict: Verdict;
  message: string;
  retry_at_ms: number | null;
  status: number;
}

/** Said beside the message, so that nobody wonders why the provider's own figure is not heeded. */
const boundSaid = (wait: BoundedTime): string =>
  wait.at_ms === null
    ? 'The time it named to wait cannot be meant; Inlet decides when to ask again.'
    : 'It named a wait of more than a day; Inlet asks again sooner.';

/** What a status means where a connector says nothing else. */
const DEFAULTS: readonly ErrorRule[] = [
  {
    when: { status: 429 },
    then: 'rate_limited',
    message: 'The provider asked us to slow down.',
    wait: [RETRY_AFTER],
    source: 'RFC 6585',
  },
  {
    when: { status: 401 },
    then: 'refresh_token',
    message: 'The provider no longer accepts the credential.',
    source: 'RFC 9110',
  },
  // A page of some proxy in between: not the provider's word on what is permitted.
  {
    when: { status: 403, json: false },
    then: 'retry',
    message: 'Something between us and the provider refused the request.',
    source: 'seen with Cloudflare',
  },
  {
    when: { status: [402, 403] },
    then: 'missing_scope',
    message: 'The account does not allow this.',
    source: 'RFC 9110',
  },
  {
    when: { status: [408, 423, 425] },
    then: 'retry',
    message: 'The provider is busy (HTTP {status}).',
    source: 'RFC 9110',
  },
];

/**
 * What a provider's answer means: the connector's rules first (they read the body), then defaults
 * by status. `path` is that of the URL that was asked. Null: a good answer. A 2xx that is not
 * JSON is provider trouble, never an empty page.
 */
export function judge(
  answer: Answer,
  rules: readonly ErrorRule[],
  now_ms: number,
  path = '',
): Judgement | null {
  const good = answer.status >= 200 && answer.status < 300;
  const rule =
    rules.find((r) => matches(answer, r, good, path)) ??
    (good ? undefined : DEFAULTS.find((r) => matches(answer, r, good, path)));
  const judged = (verdict: Verdict, message: string, waits: readonly Wait[] = []): Judgement => {
    const wait = waitUntil(waits, answer, now_ms);
    return {
      verdict,
      message: wait?.bounded ? `${message} ${boundSaid(wait)}` : message,
      retry_at_ms: wait?.at_ms ?? null,
      status: answer.status,
    };
  };
  if (rule)
    return judged(
      rule.then,
      fill(rule.message, answer),
      rule.wait ?? (rule.then === 'rate_limited' ? [RETRY_AFTER] : []),
    );
  if (good) {
    if (answer.is_json || answer.status === 204) return null;
    return judged('retry', 'The provider answered with something that is not JSON.');
  }
  if (answer.status >= 500)
    return judged('retry', `The provider is having trouble (HTTP ${answer.status}).`, [
      RETRY_AFTER,
    ]);
  return judged('fail', `The provider refused the request (HTTP ${answer.status}).`);
}

/** Whether every path of the match is in the body. */
export function bodyMatches(body: Answer['body'], match: BodyMatch): boolean {
  return Object.entries(match).every(([path, want]) => {
    const found = at(body, path);
    if (!(want instanceof RegExp)) return found === want;
    const said = typeof found === 'string' ? found : numberText(found);
    return said !== null && want.test(said);
  });
}

const matches = (answer: Answer, rule: ErrorRule, good: boolean, path: string): boolean =>
  // A rule that describes nothing is about every answer that is not a good one.
  (!good || Object.keys(rule.when).length > 0) && answerMatches(answer, rule.when, path);

/** Whether an answer is the one described; `path` is that of the URL that was asked. */
export function answerMatches(
  answer: Answer,
  { status, body, json, header, path: asked }: AnswerMatch,
  path: string,
): boolean {
  const statuses = status === undefined ? null : [status].flat();
  if (statuses && !statuses.includes(answer.status)) return false;
  if (asked && !asked.test(path)) return false;
  if (json !== undefined && json !== answer.is_json) return false;
  if (body && !bodyMatches(answer.body, body)) return false;
  return (
    !header ||
    Object.entries(header).every(([name, want]) => {
      const value = answer.headers[name];
      return value !== undefined && (want instanceof RegExp ? want.test(value) : want === value);
    })
  );
}

/** With the values of the answer. A sentence that ends with words the answer lacks ends before them. */
const fill = (message: string, answer: Answer): string =>
  message
    .replace(/\{([^}]+)\}/g, (_, path: string) =>
      path === 'status' ? String(answer.status) : providerText(text(answer.body, path) ?? '', 200),
    )
    .replace(/: $/, '.');

/**
 * The time named by the first wait that yields one, at most a day away; null when the provider named
 * none. Reads every form providers use.
 */
export function waitUntil(
  waits: readonly Wait[],
  answer: Answer,
  now_ms: number,
): BoundedTime | null {
  let found: BoundedTime | null = null;
  for (const wait of waits) {
    if ('ms' in wait) return { at_ms: now_ms + wait.ms, bounded: found !== null };
    const value = 'header' in wait ? answer.headers[wait.header] : saidIn(answer, wait);
    const time = boundedTime(value, wait.form, now_ms, WINDOW_MOST_MS);
    if (time?.at_ms) return time;
    found ??= time;
  }
  return found;
}

const saidIn = ({ body }: Answer, { body: path, find }: Extract<Wait, { body: string }>) =>
  find ? find.exec(text(body, path) ?? '')?.[1] : at(body, path);
