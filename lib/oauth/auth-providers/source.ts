import { findAuthProvider } from '@/lib/oauth/auth-providers';
import type { AuthProvider, ProvidedToken } from '@/lib/oauth/auth-providers/provider';
import { authProviderSettings } from '@/lib/oauth/auth-providers/settings';
import { provideToken } from '@/lib/oauth/auth-providers/tokens';
import { TokenError } from '@/lib/oauth/errors';
import type { Route } from '@/lib/egress/service';
import { now } from '@/lib/platform/clock';

/** An account that an auth provider keeps. */
export interface Provided {
  auth_provider: string;
  auth_provider_account: string;
}

/** A token is asked for again after this, or a minute before it ends. */
const HOLD_MS = 5 * 60_000;
const MARGIN_MS = 60_000;

/**
 * Takes the token of an account from the auth provider, with what the workspace entered for it.
 * Throws TokenError: `operator` when the workspace has not set it up, else as provideToken does.
 */
export async function takeToken(
  workspace: { id: string; mode: Route['mode'] },
  provided: Provided,
): Promise<ProvidedToken> {
  const provider = mustKnow(provided.auth_provider);
  const settings = await authProviderSettings(workspace.id, provider.id);
  if (!settings)
    throw new TokenError('operator', `${provider.name} is not set up in this workspace.`);
  return provideToken(provider, workspace.mode, settings, provided.auth_provider_account);
}

/** performance.now() after which a token is asked for again. */
export function goodUntil({ expires_at }: ProvidedToken): number {
  const left_ms = expires_at === null ? Infinity : Date.parse(expires_at) - now() - MARGIN_MS;
  return (
    performance.now() + Math.min(HOLD_MS, Number.isNaN(left_ms) ? HOLD_MS : Math.max(left_ms, 0))
  );
}

function mustKnow(id: string): AuthProvider {
  const provider = findAuthProvider(id);
  if (provider) return provider;
  throw new TokenError('operator', `The auth provider "${id}" is no longer part of Inlet.`);
}
