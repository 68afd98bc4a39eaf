import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (error: string, error_info: string | null, more: object = {}) => ({
  success: false,
  error,
  error_info,
  data: null,
  additional_data: null,
  ...more,
});

/** What Pipedrive answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'token unknown or replaced',
    status: 401,
    body: said('unauthorized access', 'Please check developers.pipedrive.com', { errorCode: 401 }),
    verdict: 'needs_reauth',
    message: /It said: “unauthorized access”/,
  },
  {
    name: 'token refused without a word',
    status: 401,
    body: '',
    verdict: 'needs_reauth',
    message: /^Pipedrive does not accept this API token\.$/,
  },
  {
    name: 'company not paid for',
    status: 402,
    body: said('Payment required', 'The company account is suspended.'),
    verdict: 'config',
    message: /suspended/,
  },
  {
    name: 'not visible to the owner of the token',
    status: 403,
    body: said('Forbidden', 'You do not have permissions to do this.'),
    verdict: 'missing_scope',
  },
  {
    name: 'its protection',
    status: 403,
    body: '<!DOCTYPE html><html><body>Error 1015: You are being rate limited</body></html>',
    verdict: 'rate_limited',
    wait_s: 300,
  },
  {
    name: 'burst limit',
    status: 429,
    body: said('request over limit', null, { code: 429 }),
    headers: {
      'x-ratelimit-reset': '2',
      'x-ratelimit-remaining': '0',
      'x-daily-ratelimit-token-remaining': '149000',
    },
    verdict: 'rate_limited',
    wait_s: 2,
  },
  {
    name: 'burst limit without a time',
    status: 429,
    body: said('request over limit', null),
    verdict: 'rate_limited',
    wait_s: 2,
  },
  {
    name: 'daily allowance used up',
    status: 429,
    body: said('request over limit', null),
    headers: { 'x-ratelimit-reset': '2', 'x-daily-ratelimit-token-remaining': '0' },
    verdict: 'rate_limited',
    wait_s: 3_600,
    message: /daily allowance/,
  },
  {
    name: 'cursor it no longer knows',
    status: 400,
    body: said('Bad request', 'Invalid cursor'),
    verdict: 'restart_pass',
  },
  {
    name: 'a question it does not understand',
    status: 400,
    body: said('Bad request', 'limit must be a number from 1 to 500'),
    verdict: 'fail',
    message: /Bad request \(limit must be a number/,
  },
  { name: 'a place that is gone', status: 410, body: said('Gone', null), verdict: 'fail' },
  {
    name: 'trouble of its own',
    status: 500,
    body: said('Internal server error', null),
    verdict: 'retry',
  },
  {
    name: 'busy',
    status: 503,
    body: said('Service unavailable', null),
    headers: { 'retry-after': '30' },
    verdict: 'retry',
    wait_s: 30,
  },
];
