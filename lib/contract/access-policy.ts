import * as z from 'zod';
import { Member, Role } from '@/lib/contract/access';
import { AccessLevels, Level, SurfaceName } from '@/lib/contract/access-levels';
import { defineOperation, SCOPES } from '@/lib/contract/operation';
import { APP_IDS } from '@/lib/contract/surfaces';

/** An app of the workspace. Off, it is hidden from everybody, on every surface. */
export const App = z.object({
  id: z.enum(APP_IDS),
  name: z.string(),
  about: z.string(),
  enabled: z.boolean(),
});
export type App = z.infer<typeof App>;

/** Where a level comes from: said of the member, said of the role, or said of neither. */
export const LevelSource = z.enum(['member', 'role', 'default']);
const Said = z.object({ level: Level, from: LevelSource });
const SaidBySurface = z.object({ connections: Said, personal_records: Said });

/** What a role may do on each surface, as the workspace says or as it is by itself. */
export const RoleAccess = z.object({
  role: Role,
  says: SaidBySurface,
  /** What a person of this role may do altogether. */
  scopes: z.array(z.enum(SCOPES)),
  access: AccessLevels,
});
export type RoleAccess = z.infer<typeof RoleAccess>;
export const MemberAccess = Member.omit({ joined_at: true }).extend({
  says: SaidBySurface,
  scopes: z.array(z.enum(SCOPES)),
  access: AccessLevels,
});
export type MemberAccess = z.infer<typeof MemberAccess>;

export const listApps = defineOperation({
  id: 'listApps',
  method: 'GET',
  path: '/api/platform/v1/apps',
  tag: 'Access',
  surface: 'workspace',
  summary: 'List the apps of the workspace, and whether each is on',
  scope: 'workspace:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ apps: z.array(App) }),
});
export const setApp = defineOperation({
  id: 'setApp',
  method: 'PUT',
  path: '/api/platform/v1/apps/{id}',
  tag: 'Access',
  surface: 'workspace',
  summary: 'Turn an app on or off; off, every path of it answers 404. Syncs go on',
  scope: 'workspace:write',
  audit: { event: 'app.set', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: { id: 'app' },
  input: z.strictObject({ id: z.enum(APP_IDS), enabled: z.boolean() }),
  output: z.object({ app: App }),
});
export const getAccess = defineOperation({
  id: 'getAccess',
  method: 'GET',
  path: '/api/platform/v1/access',
  tag: 'Access',
  surface: 'workspace',
  summary: 'Who may do what on each surface: by role, and by member',
  scope: 'workspace:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ roles: z.array(RoleAccess), members: z.array(MemberAccess) }),
});

/** Null: nothing is said any more, and what is said further up holds. */
const said = { surface: SurfaceName, level: Level.nullable() };
export const setRoleAccess = defineOperation({
  id: 'setRoleAccess',
  method: 'PUT',
  path: '/api/platform/v1/access/roles/{role}',
  tag: 'Access',
  surface: 'workspace',
  summary: 'Say what a role may do on a surface; null takes it back',
  scope: 'workspace:write',
  audit: { event: 'access.role_set', target: { input: 'role' } },
  idempotency: 'idempotent',
  not_found: { role: 'role' },
  input: z.strictObject({ role: Role, ...said }),
  output: z.object({ role: RoleAccess }),
});
export const setMemberAccess = defineOperation({
  id: 'setMemberAccess',
  method: 'PUT',
  path: '/api/platform/v1/access/members/{user_id}',
  tag: 'Access',
  surface: 'workspace',
  summary: 'Say what one member may do on a surface; it beats the role’s, and null takes it back',
  scope: 'workspace:write',
  audit: { event: 'access.member_set', target: { input: 'user_id' } },
  idempotency: 'idempotent',
  not_found: { user_id: 'member' },
  input: z.strictObject({ user_id: Member.shape.user_id, ...said }),
  output: z.object({ member: MemberAccess }),
});
