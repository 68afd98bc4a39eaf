import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from '@trpc/server';

export type ConnectorStatus = 'disconnected' | 'pending_auth' | 'connected' | 'syncing' | 'error';
export type SyncType = 'incremental' | 'full';
export type SyncStatus =
  'pending' | 'running' | 'completed' | 'partial' | 'failed' | 'cancelled' | 'skipped_locked';

export interface Connector {
  /** The connector's id, such as "salesforce". */
  id: string;
  name: string;
  version: string;
  status: ConnectorStatus;
  lastSyncAt: string | null;
  lastSyncError: string | null;
}
export interface ConnectorDetail extends Connector {
  config: Record<string, unknown>;
  latestSync: {
    recordsCreated: number;
    recordsUpdated: number;
    recordsFailed: number;
    syncType: SyncType;
  } | null;
}
export interface SyncLogEntry {
  id: string;
  connectorId: string;
  tenantId: string;
  syncType: SyncType;
  status: SyncStatus;
  recordsCreated: number;
  recordsUpdated: number;
  recordsFailed: number;
  startedAt: string | null;
  completedAt: string | null;
}
export interface EntityCounts {
  accounts: number;
  people: number;
  opportunities: number;
}

/** A connector by its own id ("salesforce"), or by the id of a connection. */
interface ByConnector {
  connectorId: string;
}
type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: unknown }>;
type Mutation<Input, Output> = TRPCMutationProcedure<{
  input: Input;
  output: Output;
  meta: unknown;
}>;

interface Root {
  ctx: object;
  meta: object;
  errorShape: TRPCDefaultErrorShape;
  transformer: false;
}

/** The procedures of the router `connector`. */
export type ConnectorProcedures = {
  list: Query<void, Connector[]>;
  getStatus: Query<ByConnector, ConnectorDetail>;
  /** The Salesforce flow: where to send the person. For admins. */
  getAuthUrl: Mutation<void, { authUrl: string }>;
  /** For admins. */
  disconnect: Mutation<ByConnector, { disconnected: true }>;
  /** Newest first; `limit` is 1 to 100, and 20 unless said. */
  getSyncHistory: Query<ByConnector & { limit?: number | undefined }, SyncLogEntry[]>;
  getEntityCounts: Query<ByConnector, EntityCounts>;
  /** For admins. Fails with CONFLICT while a sync runs. */
  triggerSync: Mutation<
    ByConnector & { fullSync?: boolean | undefined },
    { queued: true; connectorId: string; fullSync: boolean }
  >;
};

/** The type of the router at /api/trpc, for `createTRPCClient` and `createTRPCContext`. */
export type AppRouter = TRPCBuiltRouter<Root, { connector: ConnectorProcedures }>;
