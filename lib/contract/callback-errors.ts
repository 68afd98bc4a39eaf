/** The callback's `?connection_error=` codes and the sentence each one shows. */
export const CALLBACK_ERRORS = {
  access_denied: 'You cancelled at the provider. Nothing was connected.',
  state_invalid: 'This sign-in link is not one of ours, or it was changed on the way. Start again.',
  state_expired: 'The sign-in took longer than ten minutes. Start again.',
  state_used: 'This sign-in was already finished. Start again if the connection is not there.',
  state_other_browser: 'The sign-in was started in another browser. Start again in this one.',
  not_allowed:
    'You may no longer connect sources in this workspace, or you signed out meanwhile. Nothing was connected.',
  invalid_scope:
    'The provider refused a permission we ask for. Ask whoever runs Inlet to check the provider app.',
  provider_misconfigured:
    'The provider app is not set up correctly. Ask whoever runs Inlet to check it.',
  provider_unavailable: 'The provider is having trouble. Try again in a minute.',
  exchange_failed: 'The provider did not accept the sign-in. Start again.',
  account_mismatch:
    'You signed in to another account than this connection had. ' +
    'Sign in to the first one, or connect the new one separately.',
  account_already_connected: 'That account is already connected.',
  internal: 'Something failed on our side. Start again.',
} as const;
export type CallbackError = keyof typeof CALLBACK_ERRORS;
