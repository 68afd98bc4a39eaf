import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (status: number, code: string, serviceErrorCode: number, message: string) => ({
  status,
  code,
  serviceErrorCode,
  message,
});

/** What LinkedIn answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'token ended',
    status: 401,
    body: said(401, 'EXPIRED_ACCESS_TOKEN', 65_602, 'The token used in the request has expired'),
    verdict: 'operator',
    message: /ends after 60 days/,
  },
  {
    name: 'token taken back',
    status: 401,
    body: said(401, 'REVOKED_ACCESS_TOKEN', 65_601, 'The token has been revoked'),
    verdict: 'operator',
  },
  {
    name: 'version ended',
    status: 426,
    body: said(426, 'NONEXISTENT_VERSION', 0, 'Requested version 20240101 is not active'),
    verdict: 'operator',
    message: /version 20240101 is not active/,
  },
  {
    name: 'page of somebody else',
    status: 403,
    body: said(403, 'ACCESS_DENIED', 100, 'Not enough permissions to access: posts.FINDER-author'),
    verdict: 'missing_scope',
    message: /only to those who administer the page/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: said(429, 'TOO_MANY_REQUESTS', 101, 'Resource level throttle limit is reached'),
    verdict: 'rate_limited',
    wait_s: 3_600,
  },
  {
    name: 'no page of this name',
    status: 200,
    body: { elements: [], paging: { start: 0, count: 10, total: 0, links: [] } },
    path: '/rest/organizations',
    verdict: 'gone',
    message: /no page of an organization/,
  },
  {
    name: 'a question it does not understand',
    status: 400,
    body: said(400, 'ILLEGAL_ARGUMENT', 100, 'Invalid param author'),
    verdict: 'fail',
    message: /refused the request: Invalid param author/,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: said(500, 'INTERNAL_SERVER_ERROR', 0, 'Internal Server Error'),
    verdict: 'retry',
  },
];
