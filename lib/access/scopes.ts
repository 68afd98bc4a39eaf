import type { PlatformRole, Role } from '@/lib/contract/access';
import { SCOPES, type Scope } from '@/lib/contract/operation';
import type { Principal } from '@/lib/contract/principal';
import { reaches, type Access, type Level } from '@/lib/contract/surfaces';

const WORKSPACE_SCOPES = SCOPES.filter((scope) => !scope.startsWith('platform:'));

/** What each workspace role may do. Owner and admin differ only in what they may do to owners. */
export const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  owner: WORKSPACE_SCOPES,
  admin: WORKSPACE_SCOPES,
  member: [
    'connections:read',
    'connections:write',
    'connections:delete',
    'members:read',
    'api_keys:read',
  ],
};

/** What each platform role may do to the settings all workspaces share. */
export const PLATFORM_SCOPES: Record<PlatformRole, readonly Scope[]> = {
  superadmin: ['platform:read', 'platform:write'],
  engineering: ['platform:read', 'platform:write'],
  member: ['platform:read'],
};

/** What a scope needs on the surface of connections; others need nothing there. */
const NEEDED: Partial<Record<Scope, Level>> = {
  'connections:read': 'read',
  'connections:write': 'write',
  'connections:delete': 'write',
};

/**
 * Everything a person with these roles may do where the workspace lets them do this much, in the
 * order of SCOPES.
 */
export function scopesOf(role: Role, platform_role: PlatformRole | null, access: Access): Scope[] {
  const allowed = new Set<Scope>([
    ...ROLE_SCOPES[role],
    ...(platform_role ? PLATFORM_SCOPES[platform_role] : []),
  ]);
  return SCOPES.filter(
    (scope) => allowed.has(scope) && reaches(access.connections, NEEDED[scope] ?? 'hidden'),
  );
}

/**
 * Whether a principal administers its workspace: a person by their role. Only an admin makes an API
 * key, so a key is as good as one, within its scopes.
 */
export const isAdmin = (principal: Principal): boolean =>
  principal.kind !== 'user' || principal.role !== 'member';
