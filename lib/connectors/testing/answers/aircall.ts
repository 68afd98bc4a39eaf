import type { ErrorRow } from '@/lib/connectors/testing/error-table';

/** What Aircall answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  { name: 'no key', status: 401, body: { message: 'Unauthorized' }, verdict: 'needs_reauth' },
  { name: 'wrong key', status: 403, body: { message: 'Forbidden' }, verdict: 'needs_reauth' },
  {
    name: 'too many calls, a wait in seconds',
    status: 429,
    body: { message: 'Too Many Requests' },
    headers: { 'x-aircallapi-reset': '45' },
    verdict: 'rate_limited',
    wait_s: 45,
  },
  {
    name: 'too many calls, for as long as the header says',
    status: 429,
    body: { message: 'Too Many Requests' },
    headers: { 'retry-after': '20', 'x-aircallapi-reset': '45' },
    verdict: 'rate_limited',
    wait_s: 20,
  },
  {
    name: 'too many calls',
    status: 429,
    body: { message: 'Too Many Requests' },
    verdict: 'rate_limited',
    wait_s: 60,
  },
  {
    name: 'a parameter it does not take',
    status: 400,
    body: { error: 'Bad Request', troubleshoot: 'per_page is not between 1 and 50' },
    verdict: 'fail',
    message: /Bad Request\. per_page is not/,
  },
  {
    name: 'a refusal without advice',
    status: 422,
    body: { error: 'Unprocessable Entity' },
    verdict: 'fail',
    message: /Unprocessable Entity/,
  },
  {
    name: 'no such place',
    status: 404,
    body: { message: 'Not Found' },
    verdict: 'fail',
    message: /Not Found/,
  },
  { name: 'trouble of its own', status: 500, body: { message: 'Server Error' }, verdict: 'retry' },
];
