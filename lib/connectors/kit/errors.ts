import type { Answer, BodyMatch, ErrorRule, Verdict, Wait } from '@/lib/connectors/kit/connector';
import { at, text } from '@/lib/connectors/kit/path';
import type { ErrorReason } from '@/lib/contract/common';

/**
 * A judged answer. `retry_at_ms` is epoch milliseconds, when the provider said when to come back.
 */
export interface Judgement {
  verdict: Verdict;
  message: string;
  retry_at_ms: number | null;
  status: number;
}

const RETRY_AFTER: readonly Wait[] = [{ header: 'retry-after', form: 'retry_after' }];

/** What a status means where a connector says nothing else. */
const DEFAULTS: readonly ErrorRule[] = [
  {
    when: { status: 429 },
    then: 'rate_limited',
    message: 'The provider asked us to slow down.',
    wait: RETRY_AFTER,
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
 * by status. Null: a good answer. A 2xx that is not JSON is provider trouble, never an empty page.
 */
export function judge(
  answer: Answer,
  rules: readonly ErrorRule[],
  now_ms: number,
): Judgement | null {
  const good = answer.status >= 200 && answer.status < 300;
  const rule =
    rules.find((r) => matches(answer, r, good)) ??
    (good ? undefined : DEFAULTS.find((r) => matches(answer, r, good)));
  if (rule)
    return {
      verdict: rule.then,
      message: fill(rule.message, answer),
      retry_at_ms: waitUntil(
        rule.wait ?? (rule.then === 'rate_limited' ? RETRY_AFTER : []),
        answer,
        now_ms,
      ),
      status: answer.status,
    };
  if (good)
    return answer.is_json || answer.status === 204
      ? null
      : {
          verdict: 'retry',
          message: 'The provider answered with something that is not JSON.',
          retry_at_ms: null,
          status: answer.status,
        };
  if (answer.status >= 500)
    return {
      verdict: 'retry',
      message: `The provider is having trouble (HTTP ${answer.status}).`,
      retry_at_ms: waitUntil(RETRY_AFTER, answer, now_ms),
      status: answer.status,
    };
  return {
    verdict: 'fail',
    message: `The provider refused the request (HTTP ${answer.status}).`,
    retry_at_ms: null,
    status: answer.status,
  };
}

/** Whether every path of the match is in the body. */
export function bodyMatches(body: Answer['body'], match: BodyMatch): boolean {
  return Object.entries(match).every(([path, want]) => {
    const found = at(body, path);
    return want instanceof RegExp
      ? (typeof found === 'string' || typeof found === 'number') && want.test(String(found))
      : found === want;
  });
}

/** The bucket a verdict falls in, as runs and connections report it. */
export function reasonOf(verdict: Verdict): ErrorReason {
  switch (verdict) {
    case 'rate_limited':
      return 'rate_limit';
    case 'retry':
      return 'transient';
    case 'refresh_token':
    case 'needs_reauth':
    case 'missing_scope':
      return 'auth';
    case 'config':
    case 'operator':
      return 'config';
    default:
      return 'unknown';
  }
}

function matches(answer: Answer, rule: ErrorRule, good: boolean): boolean {
  const { status, body, json, header } = rule.when;
  if (
    status === undefined
      ? good && !body && json === undefined && !header
      : !(Array.isArray(status) ? status : [status]).includes(answer.status)
  )
    return false;
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

const fill = (message: string, answer: Answer): string =>
  message.replace(/\{([^}]+)\}/g, (_, path: string) =>
    path === 'status' ? String(answer.status) : (text(answer.body, path) ?? '').slice(0, 200),
  );

/**
 * Epoch milliseconds named by the first wait that yields a time; null when none does. Reads every
 * form providers use.
 */
export function waitUntil(waits: readonly Wait[], answer: Answer, now_ms: number): number | null {
  for (const wait of waits) {
    if ('ms' in wait) return now_ms + wait.ms;
    const raw = 'header' in wait ? answer.headers[wait.header] : text(answer.body, wait.body);
    if (raw === undefined || raw === null || raw.trim() === '') continue;
    const number = Number(raw);
    if (Number.isFinite(number)) {
      const value =
        wait.form === 'epoch_seconds'
          ? number * 1000
          : wait.form === 'epoch_ms'
            ? number
            : epochOrDelay(number, wait.form, now_ms);
      if (value !== null) return Math.max(value, now_ms);
    } else if (wait.form === 'http_date' || wait.form === 'retry_after') {
      const date = Date.parse(raw);
      if (Number.isFinite(date)) return Math.max(date, now_ms);
    }
  }
  return null;
}

/** Retry-After should be seconds, but some send an epoch. Values that large can only be one. */
function epochOrDelay(
  number: number,
  form: Wait extends infer W ? (W extends { form: infer F } ? F : never) : never,
  now_ms: number,
): number | null {
  if (number < 0) return null;
  if (form === 'retry_after' && number > 1e12) return number;
  if (form === 'retry_after' && number > 1e9) return number * 1000;
  return now_ms + number * 1000;
}
