import * as z from 'zod';
import { Cadence, Id, Name, Timestamp } from '@/lib/contract/common';
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
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  last4: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_by: Id.nullable(),
  created_by_name: z.string().nullable(),
  created_at: Timestamp,
  expires_at: Timestamp.nullable(),
  last_used_at: Timestamp.nullable(),
  revoked_at: Timestamp.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const Session = z.object({
  user: z
    .object({ id: Id, name: z.string(), email: z.string(), platform_role: PlatformRole.nullable() })
    .nullable(),
  workspace: z.object({
    id: Id,
    slug: z.string(),
    name: z.string(),
    mode: z.enum(['live', 'sandbox']),
    role: Role.nullable(),
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
});
export type Session = z.infer<typeof Session>;

const Email = z
  .email()
  .max(200)
  .transform((v) => v.toLowerCase());

export const getSession = defineOperation({
  id: 'getSession',
  tag: 'Access',
  summary: 'Who am I, and where',
  scope: null,
  audit: { none: 'read only' },
  input: z.strictObject({}),
  output: Session,
});
export const listMembers = defineOperation({
  id: 'listMembers',
  tag: 'Access',
  summary: 'List the members',
  scope: 'members:read',
  audit: { none: 'read only' },
  input: z.strictObject({}),
  output: z.object({ members: z.array(Member) }),
});
export const updateMember = defineOperation({
  id: 'updateMember',
  tag: 'Access',
  summary: 'Change a member’s role',
  scope: 'members:write',
  audit: { event: 'member.updated' },
  input: z.strictObject({ user_id: Id, role: Role }),
  output: z.object({ member: Member }),
});
export const removeMember = defineOperation({
  id: 'removeMember',
  tag: 'Access',
  summary: 'Remove a member; access ends with their next request',
  scope: 'members:write',
  audit: { event: 'member.removed' },
  input: z.strictObject({ user_id: Id }),
  output: z.object({ removed: z.literal(true), user_id: Id }),
});
export const listInvitations = defineOperation({
  id: 'listInvitations',
  tag: 'Access',
  summary: 'List open invitations',
  scope: 'members:read',
  audit: { none: 'read only' },
  input: z.strictObject({}),
  output: z.object({ invitations: z.array(Invitation) }),
});
export const createInvitation = defineOperation({
  id: 'createInvitation',
  tag: 'Access',
  summary: 'Invite somebody; answers the link to send them',
  scope: 'members:write',
  audit: { event: 'member.invited' },
  status: 201,
  input: z.strictObject({ email: Email, role: Role.default('member') }),
  output: z.object({ invitation: Invitation, url: z.string() }),
});
export const deleteInvitation = defineOperation({
  id: 'deleteInvitation',
  tag: 'Access',
  summary: 'Withdraw an invitation',
  scope: 'members:write',
  audit: { event: 'member.invitation_withdrawn' },
  input: z.strictObject({ id: Id }),
  output: z.object({ deleted: z.literal(true), id: Id }),
});
export const listApiKeys = defineOperation({
  id: 'listApiKeys',
  tag: 'Access',
  summary: 'List API keys, never their secrets',
  scope: 'api_keys:read',
  audit: { none: 'read only' },
  input: z.strictObject({}),
  output: z.object({ api_keys: z.array(ApiKey) }),
});
export const createApiKey = defineOperation({
  id: 'createApiKey',
  tag: 'Access',
  summary: 'Create an API key; the key is in this answer and nowhere else',
  scope: 'api_keys:write',
  audit: { event: 'api_key.created' },
  status: 201,
  /** expires_in_days null: never expires. */
  input: z.strictObject({
    name: Name,
    scopes: z.array(z.enum(SCOPES)).min(1),
    expires_in_days: z.int().min(1).max(3650).nullable().default(90),
  }),
  output: z.object({ api_key: ApiKey, key: z.string() }),
});
export const revokeApiKey = defineOperation({
  id: 'revokeApiKey',
  tag: 'Access',
  summary: 'Revoke an API key',
  scope: 'api_keys:write',
  audit: { event: 'api_key.revoked' },
  input: z.strictObject({ id: Id }),
  output: z.object({ revoked: z.literal(true), id: Id }),
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
  tag: 'Platform',
  summary: 'How often each connector type syncs',
  scope: 'platform:read',
  audit: { none: 'read only' },
  input: z.strictObject({}),
  output: z.object({ connectors: z.array(ConnectorCadence) }),
});
export const setCadence = defineOperation({
  id: 'setCadence',
  tag: 'Platform',
  summary: 'Override a connector type’s cadence; null returns to its default',
  scope: 'platform:write',
  audit: { event: 'cadence.set' },
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
  tag: 'Platform',
  summary: 'Every operation you may call, with its schemas',
  scope: null,
  audit: { none: 'read only' },
  input: z.strictObject({}),
  output: z.object({ operations: z.array(OperationDescription) }),
});
