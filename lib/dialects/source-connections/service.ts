import { serveForeign, type ForeignApi } from '@/lib/api/foreign';
import { foreignDocument, Problem } from '@/lib/api/foreign-openapi';
import type { ErrorCode } from '@/lib/contract/errors';
import * as collections from '@/lib/dialects/source-connections/collections';
import * as operations from '@/lib/dialects/source-connections/operations';
import { NAMED } from '@/lib/dialects/source-connections/shapes';
import { pathOf } from '@/lib/dialects/source-connections/words';

/** What this API answers with 422. */
const UNPROCESSABLE: ReadonlySet<ErrorCode> = new Set(['invalid_request', 'malformed_json']);

/** Source connections and collections, for clients written against that API. */
export const SOURCE_CONNECTIONS: ForeignApi = {
  title: 'Inlet: source connections',
  description: 'Source connections and collections, for clients written against that API.',
  operations: [...Object.values(operations), ...Object.values(collections)],
  wording: (problem) => {
    const status = UNPROCESSABLE.has(problem.code) ? 422 : problem.status;
    const errors = problem.errors?.map(({ path, message }) => ({ path: pathOf(path), message }));
    const body = { ...problem, status, ...(errors ? { errors } : {}) };
    return { status, type: 'application/problem+json', body };
  },
  named: { ...NAMED, Problem },
  refusal: Problem,
  refusals: {
    401: 'Nobody is signed in, and there is no valid key',
    403: 'The key or the role does not include it',
    404: 'There is no such source connection, collection or source',
    409: 'Not in the present state',
    413: 'The body is too large',
    415: 'The body must be JSON',
    422: 'What was sent is not valid, or the source did not take it; `errors` names the fields',
    429: 'Too many requests',
    500: 'Something failed on our side',
    502: 'The provider app is not set up correctly',
    503: 'The source could not be reached',
  },
};

/** Answers everything under /source-connections and /collections. */
export const sourceConnections = serveForeign(SOURCE_CONNECTIONS);

/** Their OpenAPI document. */
export const sourceConnectionsDocument = (): object => foreignDocument(SOURCE_CONNECTIONS);
