import type { ErrorRow } from '@/lib/connectors/testing/error-table';
import type { Json } from '@/lib/contract/common';

const errors = (...said: string[]): Json => ({ requestId: '4xab12', errors: said });

/** What Gong answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'no calls in that time',
    status: 404,
    body: errors('No calls found corresponding to the provided filters'),
    verdict: 'empty_page',
  },
  {
    name: 'a call that is gone',
    status: 404,
    body: errors('Call ID 7782342274025937895 was not found'),
    verdict: 'gone',
  },
  {
    name: 'a permission the app lacks',
    status: 401,
    body: errors("You don't have permission to use 'api:calls:read:transcript' in your app."),
    verdict: 'missing_scope',
    message: /api:calls:read:transcript/,
  },
  {
    name: 'a token that ended',
    status: 401,
    body: errors('Unauthorized'),
    verdict: 'refresh_token',
  },
  {
    name: 'an address that is not trusted',
    status: 403,
    body: errors('Forbidden'),
    verdict: 'missing_scope',
    message: /perhaps for the address/,
  },
  {
    name: 'a cursor that is too old',
    status: 400,
    body: errors('cursor has expired'),
    verdict: 'restart_pass',
  },
  {
    name: 'a filter it does not take',
    status: 400,
    body: errors('callIds must not be empty'),
    verdict: 'fail',
    message: /callIds must not be empty/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: errors('API rate limit exceeded'),
    headers: { 'retry-after': '3' },
    verdict: 'rate_limited',
    wait_s: 3,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: errors('Internal server error occurred'),
    verdict: 'retry',
  },
];
