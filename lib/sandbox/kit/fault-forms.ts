import type { Call, Reply } from '@/lib/sandbox/kit/call';

/** How a 429 names the time to come back. */
export const WAIT_FORMS = ['seconds', 'date', 'epoch_seconds', 'epoch_ms', 'none'] as const;
export type WaitForm = (typeof WAIT_FORMS)[number];

/** The refusal with its Retry-After in another form. */
export function limited(
  reply: Reply,
  form: WaitForm | undefined,
  wait_s: number,
  now: number,
): Reply {
  if (!form) return reply;
  const { 'retry-after': _, ...headers } = reply.headers;
  const value = {
    seconds: String(wait_s),
    date: new Date(now + wait_s * 1000).toUTCString(),
    epoch_seconds: String(Math.ceil(now / 1000) + wait_s),
    epoch_ms: String(now + wait_s * 1000),
    none: null,
  }[form];
  return { ...reply, headers: value === null ? headers : { ...headers, 'retry-after': value } };
}

/** The first page of a listing that named a next one, again and again. */
export function looped(kept: Map<string, Reply>, call: Call, answer: () => Reply): Reply {
  const key = `${call.method} ${call.path}`;
  const before = kept.get(key);
  if (before) return before;
  const reply = answer();
  if (/"(after|cursor|next\w*)":"/.test(String(reply.body))) kept.set(key, reply);
  return reply;
}

const SECRET_HEADERS = ['x-api-token', 'x-api-key', 'api-key'];
const SECRET_FIELDS = ['api_token', 'access_token', 'refresh_token', 'client_secret', 'code'];

/** Every secret a call carries, as it carries it: what a careless provider might repeat. */
export function secretsOf(call: Call): string[] {
  const bearer = call.header('authorization')?.replace(/^\S+ /, '');
  const form = new URLSearchParams(call.body);
  const found = [
    bearer,
    ...SECRET_HEADERS.map((name) => call.header(name)),
    ...SECRET_FIELDS.flatMap((name) => [call.query.get(name), form.get(name)]),
  ];
  return [...new Set(found.filter((one): one is string => Boolean(one)))];
}
