import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (message: string, type: string, code = 'INPUT_ERROR') => ({
  errors: [{ message, extensions: { type, code, userError: true } }],
});

/** What Linear answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'token ended',
    status: 401,
    body: said('Authentication required', 'authentication error', 'AUTHENTICATION_ERROR'),
    verdict: 'refresh_token',
    message: /no longer accepts this authorization/,
  },
  {
    name: 'token ended, told as GraphQL does',
    status: 400,
    body: said('Authentication required', 'authentication error', 'AUTHENTICATION_ERROR'),
    verdict: 'refresh_token',
  },
  {
    name: 'not allowed',
    status: 403,
    body: said('You do not have access to this', 'forbidden', 'FORBIDDEN'),
    verdict: 'missing_scope',
    message: /You do not have access/,
  },
  {
    name: 'not in the plan',
    status: 400,
    body: said('Not available on your plan', 'feature not accessible'),
    verdict: 'missing_scope',
  },
  {
    name: 'over the plan',
    status: 400,
    body: said('Too many issues', 'usage limit exceeded'),
    verdict: 'config',
    message: /limits of its plan: Too many issues/,
  },
  {
    name: 'too many calls',
    status: 400,
    body: said('Rate limit exceeded', 'ratelimited', 'RATELIMITED'),
    headers: { 'x-ratelimit-requests-reset': String(Date.UTC(2026, 10, 21, 9, 35, 0)) },
    verdict: 'rate_limited',
    wait_s: 300,
  },
  {
    name: 'too many calls, with the status others use',
    status: 429,
    body: said('Rate limit exceeded', 'ratelimited', 'RATELIMITED'),
    headers: { 'retry-after': '90' },
    verdict: 'rate_limited',
    wait_s: 90,
  },
  {
    name: 'busy',
    status: 400,
    body: said('Lock timeout', 'lock timeout'),
    verdict: 'retry',
  },
  {
    name: 'data in part',
    status: 200,
    body: { data: { issues: null }, ...said('Cannot return null', 'graphql error') },
    verdict: 'fail',
    message: /Linear refused the request: Cannot return null/,
  },
  {
    name: 'a query it does not understand',
    status: 400,
    body: said('Cannot query field "x" on type "Issue".', 'graphql error'),
    verdict: 'fail',
    message: /Cannot query field/,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: said('Internal server error', 'internal error', 'INTERNAL_SERVER_ERROR'),
    verdict: 'retry',
  },
];
