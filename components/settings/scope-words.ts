import type { Scope } from '@/lib/contract/operation';

/** What a key with the scope can do, in plain words. */
export const SCOPE_WORDS: Record<Scope, string> = {
  'connections:read': 'List connections, read their runs and records',
  'connections:write': 'Connect, sync, pause, rename and reconnect',
  'connections:delete': 'Disconnect',
  'members:read': 'List members and invitations',
  'members:write': 'Invite, change and remove members',
  'api_keys:read': 'List API keys, never their secrets',
  'api_keys:write': 'Create and revoke API keys',
  'workspace:read': 'See which origins pages may call the API from',
  'workspace:write': 'Register origins for pages that call the API',
  'platform:read': 'See how often each connector syncs',
  'platform:write': 'Set how often each connector syncs',
};
