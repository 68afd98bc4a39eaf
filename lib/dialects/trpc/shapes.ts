import * as z from 'zod';
import { RunStatus } from '@/lib/contract/runs';

const SyncType = z.enum(['incremental', 'full']);

export const ConnectorStatus = z.enum([
  'disconnected',
  'pending_auth',
  'connected',
  'syncing',
  'error',
]);

export const Listed = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  status: ConnectorStatus,
  lastSyncAt: z.string().nullable(),
  lastSyncError: z.string().nullable(),
});

export const Detail = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  status: ConnectorStatus,
  config: z.record(z.string(), z.unknown()),
  lastSyncAt: z.string().nullable(),
  lastSyncError: z.string().nullable(),
  latestSync: z
    .object({
      recordsCreated: z.number(),
      recordsUpdated: z.number(),
      recordsFailed: z.number(),
      syncType: SyncType,
    })
    .nullable(),
});

export const Sync = z.object({
  id: z.string(),
  connectorId: z.string(),
  tenantId: z.string(),
  syncType: SyncType,
  status: RunStatus,
  recordsCreated: z.number(),
  recordsUpdated: z.number(),
  recordsFailed: z.number(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});

export const ENTITIES = ['accounts', 'people', 'opportunities'] as const;
export const EntityCounts = z.object({
  accounts: z.number(),
  people: z.number(),
  opportunities: z.number(),
});

export const ByConnector = z.object({ connectorId: z.string().min(1).max(200) });
