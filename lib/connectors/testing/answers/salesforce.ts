import type { ErrorRow } from '@/lib/connectors/testing/error-table';
import type { Json } from '@/lib/contract/common';

/** Errors are a list. */
const errors = (errorCode: string, message: string): Json => [{ message, errorCode, fields: [] }];

/** What Salesforce answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'a session that ended',
    status: 401,
    body: errors('INVALID_SESSION_ID', 'Session expired or invalid'),
    verdict: 'refresh_token',
    message: /Session expired/,
  },
  {
    name: 'a token userinfo does not know',
    status: 403,
    body: 'Bad_OAuth_Token',
    path: '/services/oauth2/userinfo',
    verdict: 'refresh_token',
  },
  {
    name: 'the day’s calls are used up',
    status: 403,
    body: errors('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    verdict: 'rate_limited',
    wait_s: 3_600,
  },
  {
    name: 'too many at a time',
    status: 403,
    body: errors('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
    verdict: 'rate_limited',
    wait_s: 60,
  },
  {
    name: 'an edition without the API',
    status: 403,
    body: errors('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'),
    verdict: 'config',
    message: /not enabled for this Organization/,
  },
  {
    name: 'a permission the person lacks',
    status: 403,
    body: errors('INSUFFICIENT_ACCESS', 'insufficient access rights'),
    verdict: 'missing_scope',
  },
  {
    name: 'an object the person does not see',
    status: 400,
    body: errors('INVALID_TYPE', "sObject type 'Case' is not supported."),
    verdict: 'missing_scope',
    message: /Case/,
  },
  {
    name: 'a place that is no longer known',
    status: 400,
    body: errors('INVALID_QUERY_LOCATOR', 'invalid query locator'),
    verdict: 'restart_pass',
  },
  {
    name: 'a query that took too long',
    status: 400,
    body: errors('QUERY_TIMEOUT', 'Your query request was running for too long.'),
    verdict: 'retry',
  },
  {
    name: 'a field that is not there',
    status: 400,
    body: errors('INVALID_FIELD', "No such column 'Budget__c' on entity 'Case'"),
    verdict: 'fail',
    message: /Budget__c/,
  },
  { name: 'a refusal from the edge', status: 420, body: '', verdict: 'retry' },
  {
    name: 'too many calls, by the status others use',
    status: 429,
    body: errors('TOO_MANY_REQUESTS', 'Slow down'),
    verdict: 'rate_limited',
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: errors('UNKNOWN_EXCEPTION', 'An unexpected error occurred.'),
    verdict: 'retry',
  },
];
