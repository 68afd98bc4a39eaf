import type * as z from 'zod';
import type { OperationId } from '@/lib/contract/routes';
import type { Operations } from '@/lib/contract';
import type { Principal } from '@/lib/contract/principal';
import * as access from '@/lib/access/service';
import * as catalog from '@/lib/catalog/service';
import * as connections from '@/lib/connections/service';
import * as operations from '@/lib/operations/service';
import * as schedule from '@/lib/schedule/service';
import { listOperations } from '@/lib/api/operations';

/** A service behind an operation: a principal and parsed input in, data out, DomainError thrown. */
export type Service<Id extends OperationId> = (
  principal: Principal,
  input: z.output<Operations[Id]['input']>,
) => Promise<z.input<Operations[Id]['output']>>;

/** Which service answers which operation. The type holds each against its schema. */
export const HANDLERS: { [Id in OperationId]: Service<Id> } = {
  getCatalog: catalog.getCatalog,
  listConnections: connections.listConnections,
  createConnection: connections.createConnection,
  resolveHandle: connections.resolveHandle,
  getConnection: connections.getConnection,
  updateConnection: connections.updateConnection,
  deleteConnection: connections.deleteConnection,
  getConnectionStatus: connections.getConnectionStatus,
  reconnectConnection: connections.reconnectConnection,
  pauseConnection: connections.pauseConnection,
  resumeConnection: connections.resumeConnection,
  submitCredentials: connections.submitCredentials,
  startSync: connections.startSync,
  listRuns: connections.listRuns,
  cancelRun: connections.cancelRun,
  listEntities: connections.listEntities,
  listRecords: connections.listRecords,
  listQuarantine: connections.listQuarantine,
  retryQuarantine: connections.retryQuarantine,
  confirmDeletions: connections.confirmDeletions,
  listOperations,
  listMembers: access.listMembers,
  updateMember: access.updateMember,
  removeMember: access.removeMember,
  listInvitations: access.listInvitations,
  createInvitation: access.createInvitation,
  deleteInvitation: access.deleteInvitation,
  listApiKeys: access.listApiKeys,
  createApiKey: access.createApiKey,
  revokeApiKey: access.revokeApiKey,
  getSession: access.getSession,
  listSessions: access.listSessions,
  endSession: access.endSession,
  changePassword: access.changePassword,
  listCadences: schedule.listCadences,
  setCadence: schedule.setCadence,
  getSystemChecks: operations.getSystemChecks,
};
