import type { PlatformRole, Role } from '@/lib/contract/access';
import type { Scope } from '@/lib/contract/operation';
import type { Access } from '@/lib/contract/surfaces';

/**
 * Who asks, always inside one workspace. Services take it as their first argument; no query can
 * forget the workspace.
 */
export type Principal = UserPrincipal | KeyPrincipal | SystemPrincipal;

interface InWorkspace {
  workspace: { id: string; slug: string; mode: 'live' | 'sandbox' };
  /** What this principal may do. Already the intersection of key or role and policy. */
  scopes: readonly Scope[];
  /** What the workspace lets it do on each surface. A key has what whoever made it has. */
  access: Access;
}
export interface UserPrincipal extends InWorkspace {
  kind: 'user';
  user_id: string;
  name: string;
  email: string;
  role: Role;
  platform_role: PlatformRole | null;
  /** Null: no browser asks; it is done on the person's behalf. */
  session_id: string | null;
}
export interface KeyPrincipal extends InWorkspace {
  kind: 'api_key';
  key_id: string;
  /** Kept to these connections and connector types; none named: to none. */
  connection_ids: readonly string[];
  connector_types: readonly string[];
  created_by: string | null;
  platform_role: PlatformRole | null;
}
/** The worker and other work nobody asked for by hand. */
export interface SystemPrincipal extends InWorkspace {
  kind: 'system';
}

/** Who changes something, and in which request; none: it was not asked for over the API. */
export type Actor = Principal & {
  request_id?: string;
  /**
   * Throws precondition_failed when the resource is not as the caller last saw it. To be called with
   * its public form inside the transaction that changes it, once it is locked.
   */
  unchanged?: (current: unknown) => void;
};
