import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (code: number, reason: string, message: string) => ({
  error: { code, message, status: 'X', errors: [{ domain: 'global', reason, message }] },
});

/** What Gmail answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'dead token',
    status: 401,
    body: said(401, 'authError', 'Invalid Credentials'),
    verdict: 'refresh_token',
    message: /Invalid Credentials/,
  },
  {
    name: 'history that is too old',
    status: 404,
    path: '/gmail/v1/users/me/history',
    body: said(404, 'notFound', 'Requested entity was not found.'),
    verdict: 'bookmark_gone',
  },
  {
    name: 'a message that is gone',
    status: 404,
    path: '/gmail/v1/users/me/messages/18f0a1',
    body: said(404, 'notFound', 'Requested entity was not found.'),
    verdict: 'gone',
  },
  {
    name: 'too many calls, by reason',
    status: 403,
    body: said(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded'),
    verdict: 'rate_limited',
    wait_s: 30,
  },
  {
    name: 'too many calls, with a time in the sentence',
    status: 429,
    body: said(
      429,
      'rateLimitExceeded',
      'User-rate limit exceeded.  Retry after 2026-11-21T09:35:00.000Z',
    ),
    verdict: 'rate_limited',
    wait_s: 300,
  },
  {
    name: 'the API is not switched on',
    status: 403,
    body: said(403, 'accessNotConfigured', 'Gmail API has not been used in project 1 before.'),
    verdict: 'operator',
  },
  {
    name: 'the administrator says no',
    status: 403,
    body: said(403, 'domainPolicy', 'The domain administrators have disabled Gmail apps.'),
    verdict: 'config',
  },
  {
    name: 'missing permission',
    status: 403,
    body: said(403, 'insufficientPermissions', 'Insufficient Permission'),
    verdict: 'missing_scope',
    message: /Insufficient Permission/,
  },
  {
    name: 'no mailbox',
    status: 400,
    body: said(400, 'failedPrecondition', 'Mail service not enabled'),
    verdict: 'config',
    message: /has no Gmail/,
  },
  {
    name: 'a parameter it does not take',
    status: 400,
    body: said(400, 'invalidArgument', 'Invalid label: x'),
    verdict: 'fail',
    message: /Invalid label/,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: said(500, 'backendError', 'Backend Error'),
    verdict: 'retry',
  },
];
