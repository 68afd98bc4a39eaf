import * as z from 'zod';
import { AccessLevels } from '@/lib/contract/access-levels';
import { Cadence, Id, Timestamp } from '@/lib/contract/common';
import { defineOperation, SCOPES } from '@/lib/contract/operation';

export const ROLES = ['owner', 'admin', 'member'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;
export const PLATFORM_ROLES = ['superadmin', 'engineering', 'member'] as const;
export const PlatformRole = z.enum(PLATFORM_ROLES);
export type PlatformRole = z.infer<typeof PlatformRole>;

export const Member = z.object({
  user_id: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  joined_at: Timestamp,
});
export type Member = z.infer<typeof Member>;
export const Invitation = z.object({
  id: Id,
  email: z.string(),
  role: Role,
  expires_at: Timestamp,
  created_at: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;
export const Session = z.object({
  user: z
    .object({
      id: Id,
      name: z.string(),
      email: z.string(),
      platform_role: PlatformRole.nullable(),
      /** Of the dates shown to them; null: that of the browser. */
      time_zone: z.string().nullable(),
    })
    .nullable(),
  workspace: z.object({
    id: Id,
    slug: z.string(),
    name: z.string(),
    mode: z.enum(['live', 'sandbox']),
    role: Role.nullable(),
    /** The workspace whose sandbox twin this is; null: it is none. */
    twin_of: z.object({ slug: z.string(), name: z.string() }).nullable(),
  }),
  workspaces: z.array(
    z.object({
      id: Id,
      slug: z.string(),
      name: z.string(),
      mode: z.enum(['live', 'sandbox']),
      role: Role,
    }),
  ),
  scopes: z.array(z.enum(SCOPES)),
  /** What the workspace lets the caller do on each surface. */
  access: AccessLevels,
});
export type Session = z.infer<typeof Session>;

const Email = z
  .email()
  .max(200)
  .transform((v) => v.toLowerCase());

export const getSession = defineOperation({
  id: 'getSession',
  method: 'GET',
  path: '/api/platform/v1/session',
  tag: 'Access',
  surface: 'account',
  summary: 'Who am I, and where',
  scope: null,
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: Session,
});
export const listMembers = defineOperation({
  id: 'listMembers',
  method: 'GET',
  path: '/api/platform/v1/members',
  tag: 'Access',
  surface: 'members',
  summary: 'List the members',
  scope: 'members:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ members: z.array(Member) }),
});
export const updateMember = defineOperation({
  id: 'updateMember',
  method: 'PATCH',
  path: '/api/platform/v1/members/{user_id}',
  tag: 'Access',
  surface: 'members',
  summary: 'Change a member’s role',
  scope: 'members:write',
  audit: { event: 'member.updated', target: { input: 'user_id' } },
  idempotency: 'idempotent',
  not_found: { user_id: 'member' },
  errors: ['last_owner'],
  input: z.strictObject({ user_id: Id, role: Role }),
  output: z.object({ member: Member }),
});
export const removeMember = defineOperation({
  id: 'removeMember',
  method: 'DELETE',
  path: '/api/platform/v1/members/{user_id}',
  tag: 'Access',
  surface: 'members',
  summary: 'Remove a member; access ends with their next request',
  scope: 'members:write',
  audit: { event: 'member.removed', target: { input: 'user_id' } },
  idempotency: 'idempotent',
  not_found: { user_id: 'member' },
  errors: ['last_owner'],
  input: z.strictObject({ user_id: Id }),
  output: z.object({ removed: z.literal(true), user_id: Id }),
});
export const listInvitations = defineOperation({
  id: 'listInvitations',
  method: 'GET',
  path: '/api/platform/v1/invitations',
  tag: 'Access',
  surface: 'members',
  summary: 'List open invitations',
  scope: 'members:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ invitations: z.array(Invitation) }),
});
export const createInvitation = defineOperation({
  id: 'createInvitation',
  method: 'POST',
  path: '/api/platform/v1/invitations',
  tag: 'Access',
  surface: 'members',
  summary: 'Invite somebody; answers the link to send them',
  scope: 'members:write',
  audit: { event: 'member.invited', target: { output: 'invitation' } },
  idempotency: 'not_idempotent',
  errors: ['email_taken'],
  status: 201,
  input: z.strictObject({ email: Email, role: Role.default('member') }),
  output: z.object({ invitation: Invitation, url: z.string() }),
});
export const deleteInvitation = defineOperation({
  id: 'deleteInvitation',
  method: 'DELETE',
  path: '/api/platform/v1/invitations/{id}',
  tag: 'Access',
  surface: 'members',
  summary: 'Withdraw an invitation',
  scope: 'members:write',
  audit: { event: 'member.invitation_withdrawn', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'invitation' },
  input: z.strictObject({ id: Id }),
  output: z.object({ deleted: z.literal(true), id: Id }),
});
export const ConnectorCadence = z.object({
  type: z.string(),
  name: z.string(),
  default_interval: Cadence,
  override: Cadence.nullable(),
  effective_interval: Cadence,
  connections: z.int(),
});
export const listCadences = defineOperation({
  id: 'listCadences',
  method: 'GET',
  path: '/api/admin/connector-cadence',
  tag: 'Platform',
  surface: 'platform',
  summary: 'How often each connector type syncs',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ connectors: z.array(ConnectorCadence) }),
});
export const setCadence = defineOperation({
  id: 'setCadence',
  method: 'PUT',
  path: '/api/admin/connector-cadence/{type}',
  tag: 'Platform',
  surface: 'platform',
  summary: 'Override a connector type’s cadence; null returns to its default',
  scope: 'platform:write',
  audit: { event: 'cadence.set', target: { input: 'type' } },
  idempotency: 'idempotent',
  not_found: { type: 'connector' },
  input: z.strictObject({ type: z.string().max(60), sync_interval: Cadence.nullable() }),
  output: z.object({ connector: ConnectorCadence }),
});

export const OperationDescription = z.object({
  id: z.string(),
  method: z.string(),
  path: z.string(),
  summary: z.string(),
  scope: z.string().nullable(),
  input_schema: z.unknown(),
  output_schema: z.unknown(),
});
export const listOperations = defineOperation({
  id: 'listOperations',
  method: 'GET',
  path: '/api/platform/v1/operations',
  tag: 'Platform',
  surface: 'account',
  summary: 'Every operation you may call, with its schemas',
  scope: null,
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ operations: z.array(OperationDescription) }),
});
