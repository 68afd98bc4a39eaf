export { openAccess, type Access } from '@/lib/oauth/access';
export {
  peekProvided,
  peekTokens,
  storeFields,
  storeProvided,
  storeTokens,
  type Target,
} from '@/lib/oauth/credential';
export { AUTH_PROVIDERS, findAuthProvider } from '@/lib/oauth/auth-providers';
export {
  forgetAuthProvider,
  settledAuthProviders,
  storeAuthProvider,
} from '@/lib/oauth/auth-providers/settings';
export { factsOf } from '@/lib/oauth/token-answer';
export { takeToken, type Provided } from '@/lib/oauth/auth-providers/source';
export { checkAuthProvider } from '@/lib/oauth/auth-providers/tokens';
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
export { connectorOfState, consumeState, redirectUri, startAuthorization } from '@/lib/oauth/flow';
export {
  deleteOldStates,
  endsSoon,
  eraseCredential,
  finishState,
  type StateRow,
} from '@/lib/oauth/repository';
export { endpointOf, givenIn } from '@/lib/oauth/endpoints';
export { TokenError } from '@/lib/oauth/errors';
export { exchangeCode, type Tokens } from '@/lib/oauth/tokens';
