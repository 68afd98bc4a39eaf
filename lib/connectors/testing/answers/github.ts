import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (message: string, status: number) => ({
  message,
  documentation_url: 'https://docs.github.com/rest',
  status: String(status),
});
const RESET = String(Date.UTC(2026, 10, 21, 9, 45, 0) / 1_000);

/** What GitHub answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'dead token',
    status: 401,
    body: said('Bad credentials', 401),
    verdict: 'refresh_token',
    message: /Bad credentials/,
  },
  {
    name: 'the hour’s allowance is used up',
    status: 403,
    body: said('API rate limit exceeded for user ID 1.', 403),
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
    verdict: 'rate_limited',
    wait_s: 900,
  },
  {
    name: 'too much at once',
    status: 403,
    body: said('You have exceeded a secondary rate limit. Please wait a few minutes.', 403),
    verdict: 'rate_limited',
    wait_s: 60,
  },
  {
    name: 'too much at once, with a time',
    status: 429,
    body: said('You have exceeded a secondary rate limit.', 429),
    headers: { 'retry-after': '120' },
    verdict: 'rate_limited',
    wait_s: 120,
  },
  {
    name: 'too many calls, without a time',
    status: 429,
    body: said('Too many requests', 429),
    verdict: 'rate_limited',
    wait_s: 60,
  },
  {
    name: 'single sign-on is missing',
    status: 403,
    body: said('Resource protected by organization SAML enforcement.', 403),
    headers: { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso' },
    verdict: 'missing_scope',
    message: /single sign-on/,
  },
  {
    name: 'the installation is suspended',
    status: 403,
    body: said('This installation has been suspended', 403),
    verdict: 'config',
  },
  {
    name: 'missing permission',
    status: 403,
    body: said('Resource not accessible by integration', 403),
    verdict: 'missing_scope',
    message: /not accessible by integration/,
  },
  {
    name: 'a repository that is gone',
    status: 404,
    path: '/repos/acme/site/issues',
    body: said('Not Found', 404),
    verdict: 'empty_page',
  },
  {
    name: 'a repository without issues',
    status: 410,
    path: '/repos/acme/site/issues',
    body: said('Issues are disabled for this repo', 410),
    verdict: 'empty_page',
  },
  {
    name: 'an issue that was deleted',
    status: 410,
    path: '/repos/acme/site/issues/7',
    body: said('This issue was deleted', 410),
    verdict: 'gone',
  },
  {
    name: 'a comment that was deleted',
    status: 404,
    path: '/repos/acme/site/issues/comments/600000001',
    body: said('Not Found', 404),
    verdict: 'gone',
  },
  {
    name: 'a parameter it does not take',
    status: 422,
    body: said('Validation Failed', 422),
    verdict: 'fail',
    message: /Validation Failed/,
  },
  { name: 'trouble of its own', status: 502, body: said('Server Error', 502), verdict: 'retry' },
];
