import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (detail: string, status: number) => ({ errors: [{ detail, status: `${status}` }] });

/** What Customer.io answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'key unknown, or of the other region',
    status: 401,
    body: said('unauthorized', 401),
    verdict: 'needs_reauth',
    message: /does not accept this App API key/,
  },
  {
    name: 'key may not',
    status: 403,
    body: said('forbidden', 403),
    verdict: 'missing_scope',
    message: /may not see/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: said('rate limit exceeded', 429),
    verdict: 'rate_limited',
    wait_s: 2,
  },
  {
    name: 'too many calls, with a time',
    status: 429,
    body: {},
    headers: { 'retry-after': '90' },
    verdict: 'rate_limited',
    wait_s: 90,
  },
  {
    name: 'a question it does not understand',
    status: 400,
    body: said('filter is not valid', 400),
    verdict: 'fail',
    message: /refused the request: filter is not valid/,
  },
  {
    name: 'the same in an older form',
    status: 400,
    body: { meta: { error: 'bad start' } },
    verdict: 'fail',
    message: /bad start/,
  },
  {
    name: 'the same in a third form',
    status: 422,
    body: { meta: { errors: ['bad limit'] } },
    verdict: 'fail',
    message: /bad limit/,
  },
  { name: 'trouble of its own', status: 500, body: said('x', 500), verdict: 'retry' },
  { name: 'trouble of its proxy', status: 522, body: '<html></html>', verdict: 'retry' },
];
