import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const no = (error: string, more = {}) => ({ ok: false, error, ...more });

/** What Slack answers when something is wrong, and what each means for us. Most comes with 200. */
export const answers: readonly ErrorRow[] = [
  { name: 'dead token', status: 200, body: no('invalid_auth'), verdict: 'refresh_token' },
  { name: 'token that ended', status: 200, body: no('token_expired'), verdict: 'refresh_token' },
  { name: 'token that ended, by status', status: 401, body: {}, verdict: 'refresh_token' },
  {
    name: 'token that was taken back',
    status: 200,
    body: no('token_revoked'),
    verdict: 'needs_reauth',
    message: /token_revoked/,
  },
  {
    name: 'missing permission',
    status: 200,
    body: no('missing_scope', { needed: 'users:read', provided: 'channels:read' }),
    verdict: 'missing_scope',
    message: /permission users:read/,
  },
  {
    name: 'another kind of token',
    status: 200,
    body: no('not_allowed_token_type'),
    verdict: 'missing_scope',
  },
  { name: 'not allowed', status: 403, body: no('no_permission'), verdict: 'missing_scope' },
  {
    name: 'a channel it is not in',
    status: 200,
    body: no('not_in_channel'),
    path: '/api/conversations.history',
    verdict: 'empty_page',
  },
  {
    name: 'too many calls',
    status: 429,
    body: no('ratelimited'),
    headers: { 'retry-after': '90' },
    verdict: 'rate_limited',
    wait_s: 90,
  },
  {
    name: 'too many calls, without a time',
    status: 429,
    body: no('ratelimited'),
    verdict: 'rate_limited',
    wait_s: 30,
  },
  {
    name: 'too many calls, by word',
    status: 200,
    body: no('ratelimited'),
    verdict: 'rate_limited',
  },
  { name: 'trouble of its own', status: 200, body: no('internal_error'), verdict: 'retry' },
  { name: 'trouble, by status', status: 503, body: no('service_unavailable'), verdict: 'retry' },
  {
    name: 'a parameter it does not take',
    status: 200,
    body: no('invalid_arguments'),
    verdict: 'fail',
    message: /invalid_arguments/,
  },
];
