import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (message: string, more: Record<string, string> = {}) => ({
  error: { type: 'invalid_request_error', message, ...more },
});

/** What Stripe answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'key unknown',
    status: 401,
    body: said('Invalid API Key provided: rk_live_****abcd'),
    verdict: 'needs_reauth',
    message: /does not accept this restricted API key: Invalid API Key/,
  },
  {
    name: 'key ended',
    status: 401,
    body: said('Expired API Key provided: rk_live_****abcd', { code: 'api_key_expired' }),
    verdict: 'needs_reauth',
  },
  {
    name: 'access taken back',
    status: 403,
    body: said('The provided key does not have access to account.', { code: 'account_invalid' }),
    verdict: 'needs_reauth',
    message: /no access to the account any more/,
  },
  {
    name: 'key may not',
    status: 403,
    body: said('The provided key does not have the required permissions for this endpoint.'),
    verdict: 'missing_scope',
    message: /required permissions/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: said('Request rate limit exceeded.', { code: 'rate_limit' }),
    verdict: 'rate_limited',
    wait_s: 2,
  },
  {
    name: 'object in use',
    status: 429,
    body: said('This object cannot be accessed right now.', { code: 'lock_timeout' }),
    verdict: 'rate_limited',
    wait_s: 2,
  },
  {
    name: 'event forgotten',
    status: 400,
    body: said("No such event: 'evt_1'", { code: 'resource_missing', param: 'ending_before' }),
    verdict: 'bookmark_gone',
  },
  {
    name: 'last record of the page before deleted',
    status: 400,
    body: said("No such customer: 'cus_1'", { code: 'resource_missing', param: 'starting_after' }),
    verdict: 'restart_pass',
  },
  {
    name: 'object deleted',
    status: 404,
    body: said("No such invoice: 'in_1'", { code: 'resource_missing', param: 'invoice' }),
    verdict: 'gone',
  },
  {
    name: 'a parameter it does not know',
    status: 400,
    body: said('Received unknown parameter: sort', { code: 'parameter_unknown', param: 'sort' }),
    verdict: 'fail',
    message: /refused the request: Received unknown parameter/,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: { error: { type: 'api_error', message: 'Something went wrong on our end.' } },
    verdict: 'retry',
  },
];
