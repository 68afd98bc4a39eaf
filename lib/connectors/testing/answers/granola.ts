import type { ErrorRow } from '@/lib/connectors/testing/error-table';

/** What Granola answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  { name: 'wrong key', status: 401, body: { message: 'Invalid API key' }, verdict: 'needs_reauth' },
  {
    name: 'a plan without it',
    status: 403,
    body: { message: 'Upgrade to Business' },
    verdict: 'missing_scope',
    message: /plan or the key/,
  },
  {
    name: 'a note that is being written',
    status: 404,
    body: { message: 'Note not found' },
    path: '/v1/notes/not_abc123',
    verdict: 'not_ready',
  },
  {
    name: 'a parameter it does not take',
    status: 400,
    body: { message: 'page_size is at most 30' },
    verdict: 'fail',
    message: /at most 30/,
  },
  {
    name: 'a parameter it does not take, in other words',
    status: 422,
    body: { error: 'cursor is not valid' },
    verdict: 'fail',
    message: /cursor is not valid/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: { message: 'Rate limit exceeded' },
    headers: { 'retry-after': '3' },
    verdict: 'rate_limited',
    wait_s: 3,
  },
  { name: 'trouble of its own', status: 500, body: { error: 'x' }, verdict: 'retry' },
];
