import type * as z from 'zod';
import { serveForeign, type ForeignApi } from '@/lib/api/foreign';
import { foreignDocument } from '@/lib/api/foreign-openapi';
import * as operations from '@/lib/dialects/v1/operations';
import { NAMED, Refusal } from '@/lib/dialects/v1/shapes';
import { refusalOf } from '@/lib/dialects/v1/words';

/** Connectors v1: connectors and connections for clients written against that API. */
export const CONNECTORS_V1: ForeignApi = {
  title: 'Inlet: connectors v1',
  description: 'Connectors and connections, for clients written against the connectors v1 API.',
  operations: Object.values(operations),
  wording: (problem) => {
    const [status, code] = refusalOf(problem.code);
    const body: z.output<typeof Refusal> = {
      error: {
        code,
        message: problem.detail,
        reason: problem.code,
        requestId: problem.request_id,
        ...(problem.errors ? { fields: problem.errors } : {}),
      },
    };
    return { status, type: 'application/json', body };
  },
  named: NAMED,
  refusal: Refusal,
  refusals: {
    400: 'BAD_REQUEST: what was sent cannot be done; the reason says why',
    401: 'UNAUTHORIZED: no valid key',
    403: 'FORBIDDEN: the key or the role does not include it',
    404: 'NOT_FOUND: the connection does not belong to the caller',
    409: 'CONFLICT: not in the present state of the connection',
    413: 'PAYLOAD_TOO_LARGE',
    415: 'UNSUPPORTED_MEDIA_TYPE',
    429: 'TOO_MANY_REQUESTS',
    500: 'INTERNAL_SERVER_ERROR',
    502: 'BAD_GATEWAY: the provider app is not set up correctly',
    503: 'SERVICE_UNAVAILABLE: the provider could not be reached',
  },
};

/** Answers everything under /api/v1 but the receiver of webhooks and the OAuth callback. */
export const connectorsV1 = serveForeign(CONNECTORS_V1);

/** Its OpenAPI document. */
export const connectorsV1Document = (): object => foreignDocument(CONNECTORS_V1);
