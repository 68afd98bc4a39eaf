import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (code: string, message: string) => ({
  error: { code, message, innerError: { date: '2026-11-21T09:30:00', 'request-id': '1' } },
});

/** What Microsoft Graph answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'dead token',
    status: 401,
    body: said('InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
    verdict: 'refresh_token',
    message: /Access token has expired/,
  },
  {
    name: 'more proof is wanted',
    status: 401,
    body: said('InvalidAuthenticationToken', 'Continuous access evaluation'),
    headers: { 'www-authenticate': 'Bearer error="insufficient_claims", claims="eyJ9"' },
    verdict: 'needs_reauth',
  },
  {
    name: 'a link that is forgotten',
    status: 410,
    body: said('SyncStateNotFound', 'The sync state generation is not found.'),
    verdict: 'bookmark_gone',
  },
  {
    name: 'a link that is forgotten, by its code',
    status: 400,
    body: said('syncStateNotFound', 'Badly formed token.'),
    verdict: 'bookmark_gone',
  },
  {
    name: 'missing permission',
    status: 403,
    body: said('Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    verdict: 'missing_scope',
    message: /Insufficient privileges/,
  },
  {
    name: 'too many calls, with a decimal',
    status: 429,
    body: said('TooManyRequests', 'Too many requests'),
    headers: { 'retry-after': '119.5' },
    verdict: 'rate_limited',
    wait_s: 120,
  },
  {
    name: 'too many calls',
    status: 429,
    body: said('ApplicationThrottled', 'Too many requests'),
    verdict: 'rate_limited',
    wait_s: 30,
  },
  {
    name: 'a parameter it does not take',
    status: 400,
    body: said('BadRequest', 'Could not find a property named x.'),
    verdict: 'fail',
    message: /Could not find a property/,
  },
  {
    name: 'trouble of its own',
    status: 503,
    body: said('serviceNotAvailable', 'The service is unavailable.'),
    verdict: 'retry',
  },
];
