import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import { consentProblem } from '@/lib/sandbox/kit/consent';
import type { GrantProblem } from '@/lib/sandbox/kit/grants';
import type { Refusal } from '@/lib/sandbox/kit/refusal';

export const PAGE = { name: 'HubSpot', colour: '#c93c0b' };
const CORRELATION = '7f3d2c1a-5b6e-4f80-9a1b-2c3d4e5f6071';
const NO_CREDENTIALS =
  'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more ' +
  'details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';
const NO_SCOPE =
  'This app hasn’t been granted all required scopes to make this call. Read more about required scopes here: ' +
  'https://developers.hubspot.com/scopes.';

function problem(
  status: number,
  category: string,
  message: string,
  more: Record<string, unknown> = {},
): Reply {
  return json(status, { status: 'error', message, correlationId: CORRELATION, category, ...more });
}

export const limited = (policyName: string, wait_s?: number): Reply =>
  json(
    429,
    {
      status: 'error',
      message: `You have reached your ${policyName.toLowerCase()} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: CORRELATION,
      policyName,
      requestId: CORRELATION,
    },
    wait_s === undefined ? {} : { 'retry-after': String(wait_s) },
  );

/** Refusals in HubSpot's words: its error form, developers.hubspot.com, “Error handling”. */
export function refuse(refusal: Refusal, call: Call): Reply {
  const { status, why, message, parameter = '' } = refusal;
  if (why.endsWith('_parameter') && call.host === 'app.hubspot.com')
    return consentProblem(PAGE, `The app’s request does not fit: ${invalidOf(refusal)}.`);
  if (status < 500 && status !== 429 && call.path.startsWith('/oauth/'))
    return tokenProblem(status, 'BAD_REQUEST', 'invalid_request', invalidOf(refusal));
  switch (status) {
    case 400:
      return problem(400, 'VALIDATION_ERROR', invalidOf(refusal));
    case 401:
      return why === 'sign_in'
        ? problem(401, 'INVALID_AUTHENTICATION', NO_CREDENTIALS)
        : expired(call);
    case 403:
      return problem(403, 'MISSING_SCOPES', NO_SCOPE, {
        errors: [
          {
            message: 'One or more of the following scopes are required.',
            context: { requiredGranularScopes: [parameter] },
          },
        ],
        links: { scopes: 'https://developers.hubspot.com/scopes' },
      });
    case 404:
      return problem(
        404,
        'OBJECT_NOT_FOUND',
        why === 'no_endpoint' ? 'resource not found' : message,
      );
    case 405:
      return problem(405, 'VALIDATION_ERROR', 'Method not allowed');
    case 410:
      return problem(410, 'GONE', message);
    case 429:
      return limited('TEN_SECONDLY_ROLLING', refusal.wait_s);
    default:
      return problem(
        status,
        'INTERNAL_ERROR',
        status === 503 ? 'Service temporarily unavailable' : 'internal error',
      );
  }
}

const expired = (call: Call): Reply =>
  problem(
    401,
    'EXPIRED_AUTHENTICATION',
    'The OAuth token used to make this call expired 1 second(s) ago.',
    { context: { 'expire time': [new Date(call.now - 1000).toISOString()] } },
  );

function invalidOf({ why, message, parameter, phrase }: Refusal): string {
  if (why === 'bad_body') return `Invalid input JSON on line 1, column 1: ${message}`;
  if (why === 'unknown_parameter') return `Unknown parameter: ${parameter}`;
  if (why === 'missing_parameter') return `Required parameter is missing: ${parameter}`;
  return why === 'bad_parameter' ? `Invalid ${parameter}: ${phrase}` : message;
}

export const tokenProblem = (
  status: number,
  word: string,
  error: string,
  sentence: string,
): Reply => json(status, { status: word, message: sentence, error, error_description: sentence });

type Problem = readonly [status: number, word: string, error: string, sentence: string];
/** What the token endpoint says of each thing that can be wrong with a grant. */
export const TOKEN_PROBLEMS: Readonly<Record<GrantProblem, Problem>> = {
  invalid_client: [
    401,
    'BAD_CLIENT_ID',
    'invalid_client',
    'missing or unknown client id or secret',
  ],
  bad_code: [400, 'BAD_AUTH_CODE', 'invalid_grant', 'missing or unknown auth code'],
  bad_redirect_uri: [
    400,
    'BAD_REDIRECT_URI',
    'invalid_grant',
    'redirect_uri does not match the one the code was issued for',
  ],
  bad_verifier: [
    400,
    'BAD_AUTH_CODE',
    'invalid_grant',
    'code_verifier does not match the code_challenge',
  ],
  bad_refresh_token: [
    400,
    'BAD_REFRESH_TOKEN',
    'invalid_grant',
    'refresh token is invalid, expired or revoked',
  ],
};
