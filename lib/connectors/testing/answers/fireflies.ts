import type { ErrorRow } from '@/lib/connectors/testing/error-table';
import type { Json } from '@/lib/contract/common';

const errors = (code: string, message: string, more: Record<string, Json> = {}): Json => ({
  errors: [{ friendly: true, code, message, extensions: { code, ...more } }],
});

/** What Fireflies answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'wrong key',
    status: 500,
    body: errors('auth_failed', 'An error occurred while authenticating your request'),
    verdict: 'needs_reauth',
    message: /does not accept/,
  },
  {
    name: 'wrong key, as its status is documented',
    status: 401,
    body: errors('auth_failed', 'An error occurred while authenticating your request'),
    verdict: 'needs_reauth',
  },
  {
    name: 'too many calls',
    status: 429,
    body: errors('too_many_requests', 'Too many requests', {
      status: 429,
      metadata: { retryAfter: Date.UTC(2026, 10, 21, 9, 30, 20) },
    }),
    verdict: 'rate_limited',
    wait_s: 20,
  },
  {
    name: 'too many calls, in a good answer',
    status: 200,
    body: errors('too_many_requests', 'Too many requests'),
    headers: { 'x-ratelimit-reset-api': '11' },
    verdict: 'rate_limited',
    wait_s: 11,
  },
  {
    name: 'a plan without it',
    status: 403,
    body: errors('paid_required', 'This field needs the Pro plan'),
    verdict: 'missing_scope',
    message: /Pro plan/,
  },
  {
    name: 'not for this person',
    status: 403,
    body: errors('require_elevated_privilege', 'Only admins see this'),
    verdict: 'missing_scope',
    message: /Only admins/,
  },
  {
    name: 'a cancelled account',
    status: 403,
    body: errors('account_cancelled', 'Your account is cancelled'),
    verdict: 'config',
  },
  {
    name: 'a transcript that is gone',
    status: 404,
    body: errors('object_not_found', 'Object not found'),
    verdict: 'gone',
  },
  {
    name: 'a query that took too long',
    status: 200,
    body: errors('request_timeout', 'Timed out'),
    verdict: 'retry',
  },
  {
    name: 'a parameter it does not take',
    status: 400,
    body: errors('invalid_arguments', 'limit is too large'),
    verdict: 'fail',
    message: /limit is too large/,
  },
  {
    name: 'a field it does not have',
    status: 200,
    body: { errors: [{ message: 'Cannot query field "x"' }] },
    verdict: 'fail',
    message: /Cannot query field/,
  },
  { name: 'trouble of its own', status: 500, body: {}, verdict: 'retry' },
];
