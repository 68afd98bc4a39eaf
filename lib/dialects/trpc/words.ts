import type { TRPC_ERROR_CODE_KEY } from '@trpc/server';
import type * as z from 'zod';
import type { Connection as Canonical } from '@/lib/contract/connections';
import type { OperationId } from '@/lib/contract';
import { ERRORS, type ErrorCode } from '@/lib/contract/errors';
import type { Run } from '@/lib/contract/runs';

type Connection = z.output<typeof Canonical>;

/** Our types of connectors that have another id there; all others have the same. */
export const IDS: Readonly<Record<string, string>> = {
  'customer-io': 'customerio',
  'delivr-ai': 'delivrai',
};
export const idOf = (connector_type: string): string => IDS[connector_type] ?? connector_type;

/** Our words for the status of a connection, and theirs. A connector without one is disconnected. */
export const STATUS = {
  pending: 'pending_auth',
  connected: 'connected',
  syncing: 'syncing',
  paused: 'connected',
  error: 'error',
  disconnected: 'disconnected',
} as const satisfies Record<Connection['status'], string>;

/** The operations of the contract each procedure runs. */
export const PROCEDURES = {
  list: ['getCatalog', 'listConnections'],
  getStatus: ['getCatalog', 'listConnections', 'getConnection', 'listRuns'],
  getAuthUrl: ['createConnection', 'reconnectConnection'],
  disconnect: ['deleteConnection'],
  getSyncHistory: ['listRuns'],
  getEntityCounts: ['listEntities'],
  triggerSync: ['startSync'],
} as const satisfies Record<string, readonly OperationId[]>;

/** Their names for the fields of a sync, and ours of a run. */
export const SYNC_FIELDS = {
  id: 'id',
  syncType: 'sync_type',
  status: 'status',
  recordsCreated: 'records_created',
  recordsUpdated: 'records_updated',
  recordsFailed: 'records_failed',
  startedAt: 'started_at',
  completedAt: 'finished_at',
} as const satisfies Record<string, keyof Run>;

/** Their names for the numbers of the latest sync, and ours of a run. */
export const LATEST_FIELDS = {
  recordsCreated: 'records_created',
  recordsUpdated: 'records_updated',
  recordsFailed: 'records_failed',
  syncType: 'sync_type',
} as const satisfies Record<string, keyof Run>;

/** Their names for the fields of a connector with its connection, and ours of the connection. */
export const CONNECTOR_FIELDS = {
  lastSyncAt: 'last_synced_at',
  lastSyncError: 'last_error',
} as const satisfies Record<string, keyof Connection>;

/** The error code for the status of a refusal. */
export const CODES: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'BAD_REQUEST',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
};
export const codeOf = (code: ErrorCode): TRPC_ERROR_CODE_KEY => CODES[ERRORS[code].status]!;
