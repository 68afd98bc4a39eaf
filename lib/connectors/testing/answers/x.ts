import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const TYPES = 'https://api.twitter.com/2/problems/';
const said = (title: string, type: string, detail: string, more: object = {}) => ({
  title,
  type,
  detail,
  ...more,
});
const RESET = String(Date.UTC(2026, 10, 21, 9, 40, 0) / 1000); // ten minutes after the moment the table is judged at

/** What X answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'bearer token not accepted',
    status: 401,
    body: said('Unauthorized', 'about:blank', 'Unauthorized'),
    verdict: 'operator',
  },
  {
    name: 'protected account',
    status: 403,
    body: said(
      'Authorization Error',
      `${TYPES}not-authorized-for-resource`,
      'Sorry, you are not authorized to see the user',
    ),
    verdict: 'missing_scope',
    message: /protected/,
  },
  {
    name: 'app not enrolled',
    status: 403,
    body: said(
      'Client Forbidden',
      `${TYPES}client-forbidden`,
      'This request must be made using an approved developer account.',
    ),
    verdict: 'operator',
    message: /approved developer account/,
  },
  {
    name: 'app without a project',
    status: 403,
    body: said('Client Not Enrolled', `${TYPES}client-not-enrolled`, 'Attach it to a project.'),
    verdict: 'operator',
  },
  {
    name: 'spending cap',
    status: 429,
    body: said(
      'UsageCapExceeded',
      `${TYPES}usage-capped`,
      'Usage cap exceeded: Monthly product cap',
    ),
    headers: { 'x-rate-limit-reset': RESET },
    verdict: 'operator',
    message: /Monthly product cap/,
  },
  {
    name: 'window used up',
    status: 429,
    body: said('Too Many Requests', 'about:blank', 'Too Many Requests'),
    headers: { 'x-rate-limit-reset': RESET, 'x-rate-limit-remaining': '0' },
    verdict: 'rate_limited',
    wait_s: 600,
  },
  {
    name: 'window used up without a time',
    status: 429,
    body: said('Too Many Requests', 'about:blank', 'Too Many Requests'),
    verdict: 'rate_limited',
    wait_s: 900,
  },
  {
    name: 'page token it no longer knows',
    status: 400,
    body: said(
      'Invalid Request',
      `${TYPES}invalid-request`,
      'One or more parameters to your request was invalid.',
      { errors: [{ parameters: { pagination_token: ['7140'] }, message: 'is not valid' }] },
    ),
    verdict: 'restart_pass',
  },
  {
    name: 'a question it does not understand',
    status: 400,
    body: said(
      'Invalid Request',
      `${TYPES}invalid-request`,
      'One or more parameters to your request was invalid.',
      { errors: [{ parameters: { max_results: ['1000'] } }] },
    ),
    verdict: 'fail',
  },
  {
    name: 'account protected, in a good answer',
    status: 200,
    body: {
      errors: [
        {
          resource_type: 'user',
          parameter: 'id',
          type: `${TYPES}not-authorized-for-resource`,
          detail: 'Sorry',
        },
      ],
    },
    verdict: 'missing_scope',
  },
  {
    name: 'account suspended, in a good answer',
    status: 200,
    body: {
      errors: [
        {
          resource_type: 'user',
          parameter: 'ids',
          type: `${TYPES}resource-not-found`,
          detail: 'User has been suspended',
        },
      ],
    },
    verdict: 'config',
    message: /suspended/,
  },
  {
    name: 'trouble of its own',
    status: 503,
    body: said('Service Unavailable', 'about:blank', 'Service Unavailable'),
    verdict: 'retry',
  },
];
