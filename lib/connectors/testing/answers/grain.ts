import type { ErrorRow } from '@/lib/connectors/testing/error-table';

/** What Grain answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  { name: 'wrong token', status: 401, body: { error: 'Unauthorized' }, verdict: 'needs_reauth' },
  { name: 'not for this token', status: 403, body: { error: 'No' }, verdict: 'missing_scope' },
  {
    name: 'no transcript yet',
    status: 404,
    body: { error: 'Not found' },
    path: '/_/public-api/v2/recordings/7/transcript',
    verdict: 'not_ready',
  },
  {
    name: 'a key it does not know',
    status: 400,
    body: { error: 'unknown field limit' },
    verdict: 'fail',
    message: /unknown field limit/,
  },
  {
    name: 'a version it does not know',
    status: 400,
    body: { message: 'Public-Api-Version is missing' },
    verdict: 'fail',
    message: /Public-Api-Version/,
  },
  {
    name: 'no such place',
    status: 404,
    body: { errors: { detail: 'Not Found' } },
    verdict: 'fail',
    message: /Not Found/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: { error: 'Too many requests' },
    headers: { 'retry-after': '20' },
    verdict: 'rate_limited',
    wait_s: 20,
  },
  { name: 'trouble of its own', status: 500, body: { errors: { detail: 'x' } }, verdict: 'retry' },
];
