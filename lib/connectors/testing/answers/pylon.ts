import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (...errors: string[]) => ({ errors, request_id: 'r-1' });

/** What Pylon answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'token unknown',
    status: 401,
    body: said('unauthorized'),
    verdict: 'needs_reauth',
    message: /does not accept this API token/,
  },
  {
    name: 'token may not',
    status: 403,
    body: said('forbidden'),
    verdict: 'missing_scope',
    message: /may not see/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: said('rate limit exceeded'),
    verdict: 'rate_limited',
    wait_s: 60,
  },
  {
    name: 'too many calls, with a time',
    status: 429,
    body: said('rate limit exceeded'),
    headers: { 'retry-after': '20' },
    verdict: 'rate_limited',
    wait_s: 20,
  },
  {
    name: 'a question it does not understand',
    status: 400,
    body: said('invalid filter'),
    verdict: 'fail',
    message: /refused the request: invalid filter/,
  },
  {
    name: 'a question it does not understand, in its other form',
    status: 422,
    body: { message: 'limit is too large' },
    verdict: 'fail',
    message: /limit is too large/,
  },
  { name: 'trouble of its own', status: 500, body: said('internal error'), verdict: 'retry' },
];
