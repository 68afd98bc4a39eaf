import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (status: number, code: string, message: string) => ({
  object: 'error',
  status,
  code,
  message,
  request_id: '00000000-0000-4000-8000-000000000000',
});

/** What Notion answers when something is wrong, and what each means for us. */
export const answers: readonly ErrorRow[] = [
  {
    name: 'dead token',
    status: 401,
    body: said(401, 'unauthorized', 'API token is invalid.'),
    verdict: 'refresh_token',
    message: /API token is invalid/,
  },
  {
    name: 'missing capability',
    status: 403,
    body: said(403, 'restricted_resource', 'Insufficient permissions for this endpoint.'),
    verdict: 'missing_scope',
    message: /Insufficient permissions/,
  },
  {
    name: 'too many calls',
    status: 429,
    body: said(429, 'rate_limited', 'You have been rate limited.'),
    headers: { 'retry-after': '120' },
    verdict: 'rate_limited',
    wait_s: 120,
  },
  {
    name: 'too many calls of everybody',
    status: 529,
    body: said(529, 'service_overload', 'Notion is overloaded.'),
    verdict: 'rate_limited',
    wait_s: 30,
  },
  {
    name: 'written at the same time',
    status: 409,
    body: said(409, 'conflict_error', 'Conflict occurred while saving.'),
    verdict: 'retry',
  },
  {
    name: 'a page that is gone',
    status: 404,
    path: '/v1/blocks/1/children',
    body: said(404, 'object_not_found', 'Could not find block.'),
    verdict: 'gone',
  },
  {
    name: 'a database that is gone',
    status: 404,
    path: '/v1/data_sources/1/query',
    body: said(404, 'object_not_found', 'Could not find data source.'),
    verdict: 'empty_page',
  },
  {
    name: 'a body it does not take',
    status: 400,
    body: said(400, 'validation_error', 'body failed validation'),
    verdict: 'fail',
    message: /body failed validation/,
  },
  {
    name: 'trouble of its own',
    status: 500,
    body: said(500, 'internal_server_error', 'Unexpected error'),
    verdict: 'retry',
  },
];
