/**
 * Method and path of every operation, free of schemas, so that the browser can call them without
 * shipping a validator.
 */
const V1 = '/api/platform/v1';

export const ROUTES = {
  getCatalog: `GET ${V1}/connections/catalog`,
  listConnections: `GET ${V1}/connections`,
  createConnection: `POST ${V1}/connections`,
  resolveHandle: `GET ${V1}/connections/resolve-handle`,
  getConnection: `GET ${V1}/connections/{id}`,
  updateConnection: `PATCH ${V1}/connections/{id}`,
  deleteConnection: `DELETE ${V1}/connections/{id}`,
  getConnectionStatus: `GET ${V1}/connections/{id}/status`,
  reconnectConnection: `POST ${V1}/connections/{id}/reconnect`,
  pauseConnection: `POST ${V1}/connections/{id}/pause`,
  resumeConnection: `POST ${V1}/connections/{id}/resume`,
  submitCredentials: `POST ${V1}/connections/{id}/credentials`,
  startSync: `POST ${V1}/connections/{id}/sync`,
  listRuns: `GET ${V1}/connections/{id}/runs`,
  cancelRun: `POST ${V1}/connections/{id}/runs/{run_id}/cancel`,
  listEntities: `GET ${V1}/connections/{id}/entities`,
  listRecords: `GET ${V1}/connections/{id}/records`,
  listQuarantine: `GET ${V1}/connections/{id}/quarantine`,
  retryQuarantine: `POST ${V1}/connections/{id}/quarantine/retry`,
  confirmDeletions: `POST ${V1}/connections/{id}/deletions/confirm`,
  listOperations: `GET ${V1}/operations`,
  listMembers: `GET ${V1}/members`,
  updateMember: `PATCH ${V1}/members/{user_id}`,
  removeMember: `DELETE ${V1}/members/{user_id}`,
  listInvitations: `GET ${V1}/invitations`,
  createInvitation: `POST ${V1}/invitations`,
  deleteInvitation: `DELETE ${V1}/invitations/{id}`,
  listApiKeys: `GET ${V1}/api-keys`,
  createApiKey: `POST ${V1}/api-keys`,
  revokeApiKey: `DELETE ${V1}/api-keys/{id}`,
  getSession: `GET ${V1}/session`,
  listSessions: `GET ${V1}/account/sessions`,
  endSession: `DELETE ${V1}/account/sessions/{id}`,
  changePassword: `POST ${V1}/account/password`,
  listCadences: 'GET /api/admin/connector-cadence',
  setCadence: 'PUT /api/admin/connector-cadence/{type}',
  getSystemChecks: `GET ${V1}/system/checks`,
} as const;

export type OperationId = keyof typeof ROUTES;
