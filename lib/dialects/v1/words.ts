import type * as z from 'zod';
import type { Connection as Canonical } from '@/lib/contract/connections';
import type { CatalogEntry } from '@/lib/contract/catalog';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';

type Connection = z.output<typeof Canonical>;

/** Our words for how a connector is connected, and theirs. */
export const AUTH_TYPE = {
  oauth: 'oauth',
  api_key: 'api_key',
  webhook: 'none',
  handle: 'none',
} as const satisfies Record<CatalogEntry['auth_method'], string>;

/** Our words for the status of a connection, and theirs. */
export const STATUS = {
  pending: 'pending',
  connected: 'connected',
  syncing: 'connected',
  paused: 'connected',
  error: 'error',
  disconnected: 'revoked',
} as const satisfies Record<Connection['status'], string>;

/** Their names for the fields of a connection, and ours. */
export const CONNECTION_FIELDS = {
  id: 'id',
  connectorSlug: 'connector_type',
  label: 'name',
  accountLabel: 'account_label',
  lastError: 'last_error',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  deletedAt: 'disconnected_at',
} as const satisfies Record<string, keyof Connection>;

/** Their names for the fields of a connector, and ours. */
export const CONNECTOR_FIELDS = {
  slug: 'type',
  name: 'name',
  description: 'description',
  configured: 'configured',
  availability: 'availability',
  tools: 'tools',
} as const satisfies Record<string, keyof CatalogEntry>;

/** Their code for the status of a refusal; what they have no code for is worded alike. */
const CODES: Record<number, readonly [status: number, code: string]> = {
  400: [400, 'BAD_REQUEST'],
  401: [401, 'UNAUTHORIZED'],
  403: [403, 'FORBIDDEN'],
  404: [404, 'NOT_FOUND'],
  405: [405, 'METHOD_NOT_ALLOWED'],
  408: [408, 'REQUEST_TIMEOUT'],
  409: [409, 'CONFLICT'],
  412: [412, 'PRECONDITION_FAILED'],
  413: [413, 'PAYLOAD_TOO_LARGE'],
  415: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  422: [400, 'BAD_REQUEST'],
  429: [429, 'TOO_MANY_REQUESTS'],
  500: [500, 'INTERNAL_SERVER_ERROR'],
  502: [502, 'BAD_GATEWAY'],
  503: [503, 'SERVICE_UNAVAILABLE'],
};
/** What is wrong with a request to them, and has another status with us. */
const BAD_REQUESTS: ReadonlySet<ErrorCode> = new Set([
  'unknown_connector',
  'connector_not_connectable',
  'unknown_collection',
]);

/** The status and code of a refusal. */
export const refusalOf = (code: ErrorCode): readonly [status: number, code: string] =>
  CODES[BAD_REQUESTS.has(code) ? 400 : ERRORS[code].status]!;

/** Every word of theirs beside ours, for the documentation. */
export const REFUSALS: readonly (readonly [ours: ErrorCode, theirs: string])[] = (
  Object.keys(ERRORS) as ErrorCode[]
).map((code) => [code, refusalOf(code)[1]]);
