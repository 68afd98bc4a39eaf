export { finishAuthorization } from '@/lib/connections/callback';
export {
  listAuthProviders,
  removeAuthProvider,
  setAuthProvider,
} from '@/lib/connections/auth-providers';
export { createCollection, deleteCollection, listCollections } from '@/lib/connections/collections';
export { createConnection } from '@/lib/connections/connect';
export { resolveHandle } from '@/lib/connections/connect-handle';
export { submitCredentials } from '@/lib/connections/connect-key';
export {
  deleteConnection,
  pauseConnection,
  reconnectConnection,
  resumeConnection,
  updateConnection,
} from '@/lib/connections/lifecycle';
export {
  getConnection,
  getConnectionStatus,
  listConnections,
  readableRows,
} from '@/lib/connections/read';
export { getFreshness } from '@/lib/connections/freshness';
export { tellStale } from '@/lib/connections/stale';
export { connectionTotals } from '@/lib/connections/totals';
export {
  cancelJob,
  cancelRun,
  getRunLog,
  listEntities,
  listRecords,
  listRuns,
  startSync,
} from '@/lib/connections/syncing';
export { listFields } from '@/lib/connections/fields';
export { eraseConnection } from '@/lib/connections/erase';
export { recordsOf } from '@/lib/connections/shared';
export { estimateStreams, listStreams, updateStreams } from '@/lib/connections/streams';
export { confirmDeletions } from '@/lib/connections/deletions';
export {
  getConnectionWebhook,
  getLiveUpdates,
  rotateConnectionWebhook,
  testConnectionWebhook,
} from '@/lib/connections/webhook';
export { deleteView, listViews, saveView } from '@/lib/connections/views';
export { listQuarantine, retryQuarantine } from '@/lib/connections/quarantine';
