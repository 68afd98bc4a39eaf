export { openAccess, type Access } from '@/lib/oauth/access';
export { peekTokens, storeFields, storeTokens, type Target } from '@/lib/oauth/credential';
export {
  handleAppFields,
  keepProviderApp,
  platformApps,
  providerApp,
  storeProviderApp,
  type ProviderApp,
} from '@/lib/oauth/apps';
export { deletePlatformApp as eraseProviderApp } from '@/lib/oauth/repository-apps';
export { resealAll } from '@/lib/oauth/reseal';
export { probeApp, type AppVerdict } from '@/lib/oauth/probe';
export { checkSecrets } from '@/lib/oauth/secrets';
export { consumeState, redirectUri, startAuthorization } from '@/lib/oauth/flow';
export {
  deleteOldStates,
  eraseCredential,
  finishState,
  type StateRow,
} from '@/lib/oauth/repository';
export { givenIn } from '@/lib/oauth/endpoints';
export { TokenError } from '@/lib/oauth/errors';
export { exchangeCode, type Tokens } from '@/lib/oauth/tokens';
