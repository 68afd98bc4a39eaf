import type { ErrorRow } from '@/lib/connectors/testing/error-table';

/** What Fathom answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  { name: 'wrong key', status: 401, body: '', verdict: 'needs_reauth' },
  { name: 'wrong key, with a body', status: 401, body: { error: 'x' }, verdict: 'needs_reauth' },
  {
    name: 'not for this role',
    status: 403,
    body: '',
    headers: { 'content-length': '0' },
    verdict: 'missing_scope',
  },
  { name: 'not for this role, with a body', status: 403, body: {}, verdict: 'missing_scope' },
  {
    name: 'no transcript yet',
    status: 404,
    body: '',
    path: '/external/v1/recordings/7/transcript',
    verdict: 'not_ready',
  },
  { name: 'no such place', status: 404, body: '', verdict: 'fail' },
  {
    name: 'too many calls',
    status: 429,
    body: '',
    headers: { 'retry-after': '20', 'ratelimit-reset': '45' },
    verdict: 'rate_limited',
    wait_s: 20,
  },
  {
    name: 'too many calls, by another header',
    status: 429,
    body: '',
    headers: { 'ratelimit-reset': '45' },
    verdict: 'rate_limited',
    wait_s: 45,
  },
  { name: 'a parameter it does not take', status: 400, body: {}, verdict: 'fail' },
  { name: 'trouble of its own', status: 500, body: '', verdict: 'retry' },
];
