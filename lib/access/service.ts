/** The door of the access room: who asks, what they may do, members, invitations and API keys. */
export { authenticate, sessionPrincipal } from '@/lib/access/authenticate';
export { refuseCrossSite } from '@/lib/access/cross-site';
export { clientAddress } from '@/lib/access/address';
export { changePassword, endSession, listSessions, resetPassword } from '@/lib/access/account';
export { mayStillConnect, startedBy, type StartedBy } from '@/lib/access/authority';
export { MAY_SEE_CONNECTIONS } from '@/lib/access/repository-policy';
export { isAdmin } from '@/lib/access/scopes';
export { sessionId } from '@/lib/access/session-cookie';
export { getSession, signOutEverywhere } from '@/lib/access/session';
export { listMembers, removeMember, updateMember } from '@/lib/access/members';
export {
  AcceptInvitation,
  acceptInvitation,
  createInvitation,
  deleteInvitation,
  describeInvitation,
  listInvitations,
} from '@/lib/access/invitations';
export { listAuditEvents } from '@/lib/access/audit-trail';
export { makePassword } from '@/lib/access/password';
export { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from '@/lib/access/api-keys';
export { getOrigins, isApiOrigin, setOrigins } from '@/lib/access/origins';
export { needsSetup, Setup, SetupDemo, setUp } from '@/lib/access/setup';
export { sandboxWorkspaceExists } from '@/lib/access/repository';
export { getAccess, listApps, setApp, setMemberAccess, setRoleAccess } from '@/lib/access/policy';
export { createWorkspace, listWorkspaces, updateWorkspace } from '@/lib/access/workspaces';
export { ensureTwin, findTwin, platformAdmins } from '@/lib/access/twins';
export { updateProfile } from '@/lib/access/profile';
