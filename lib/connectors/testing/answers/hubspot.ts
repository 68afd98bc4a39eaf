import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (category: string, message: string, more: object = {}) => ({
  status: 'error',
  message,
  correlationId: '7f3d2c1a',
  category,
  ...more,
});
const limited = (policyName: string) => ({
  status: 'error',
  message: 'You have reached your limit.',
  errorType: 'RATE_LIMIT',
  correlationId: '7f3d2c1a',
  policyName,
  requestId: '7f3d2c1a',
});

/** What HubSpot answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'expired token',
    status: 401,
    body: said(
      'EXPIRED_AUTHENTICATION',
      'The OAuth token used to make this call expired 5 second(s) ago.',
    ),
    verdict: 'refresh_token',
    message: /expired/,
  },
  {
    name: 'unknown token',
    status: 401,
    body: said('INVALID_AUTHENTICATION', 'Authentication credentials not found.'),
    verdict: 'refresh_token',
    message: /credentials not found/,
  },
  {
    name: 'scope not granted',
    status: 403,
    body: said('MISSING_SCOPES', 'This app hasn’t been granted all required scopes.', {
      errors: [{ context: { requiredGranularScopes: ['tickets'] } }],
    }),
    verdict: 'missing_scope',
    message: /tickets/,
  },
  {
    name: 'refused for another reason',
    status: 403,
    body: said('BANNED', 'Not for you.'),
    verdict: 'missing_scope',
  },
  {
    name: 'object the account does not have',
    status: 404,
    body: said('OBJECT_NOT_FOUND', 'Unable to infer object type'),
    verdict: 'missing_scope',
    message: /kind of record/,
  },
  {
    name: 'ten-secondly limit without a time',
    status: 429,
    body: limited('TEN_SECONDLY_ROLLING'),
    verdict: 'rate_limited',
    wait_s: 10,
  },
  {
    name: 'ten-secondly limit with a time',
    status: 429,
    body: limited('TEN_SECONDLY_ROLLING'),
    headers: { 'retry-after': '7' },
    verdict: 'rate_limited',
    wait_s: 7,
  },
  {
    name: 'secondly limit',
    status: 429,
    body: limited('SECONDLY'),
    verdict: 'rate_limited',
    wait_s: 1,
  },
  {
    name: 'daily limit',
    status: 429,
    body: limited('DAILY'),
    verdict: 'rate_limited',
    wait_s: 3_600,
    message: /daily allowance/,
  },
  {
    name: 'account on the move',
    status: 477,
    body: said('MIGRATION', 'This portal is being migrated.'),
    headers: { 'retry-after': '300' },
    verdict: 'rate_limited',
    wait_s: 300,
  },
  {
    name: 'locked',
    status: 423,
    body: said('LOCKED', 'locked'),
    verdict: 'retry',
    message: /HTTP 423/,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: said('INTERNAL_ERROR', 'internal error'),
    verdict: 'retry',
  },
  {
    name: 'trouble of its network',
    status: 521,
    body: '<html><body>Web server is down</body></html>',
    verdict: 'retry',
    message: /HubSpot is having trouble/,
  },
  {
    name: 'token mangled by its network',
    status: 530,
    body: '<html><body>1016</body></html>',
    verdict: 'retry',
  },
  {
    name: 'a question it does not understand',
    status: 400,
    body: said('VALIDATION_ERROR', 'Property "x" does not exist'),
    verdict: 'fail',
    message: /Property "x"/,
  },
];
