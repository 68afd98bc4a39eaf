import type { MessageKey } from '@/lib/client/words';
import type { Scope } from '@/lib/contract/operation';

/** What a key with the scope can do, in plain words. */
export const SCOPE_WORDS: Record<Scope, MessageKey> = {
  'connections:read': 'settings.listConnectionsReadTheirRuns',
  'connections:write': 'settings.connectSyncPauseRenameReconnect',
  'connections:delete': 'settings.disconnect',
  'members:read': 'settings.listMembersInvitations',
  'members:write': 'settings.inviteChangeRemoveMembers',
  'api_keys:read': 'settings.listApiKeysNeverTheir',
  'api_keys:write': 'settings.createRevokeApiKeys',
  'workspace:read': 'settings.seeWhichOriginsPagesMay',
  'workspace:write': 'settings.registerOriginsPagesCallApi',
  'platform:read': 'settings.seeHowOftenEachConnector',
  'platform:write': 'settings.setHowOftenEachConnector',
};
