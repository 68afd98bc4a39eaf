import type { Given } from '@/lib/connectors/kit';
import { EgressRefused, NetworkError, send, type Route } from '@/lib/egress/service';
import type {
  AskAuthProvider,
  AuthProvider,
  ProvidedToken,
} from '@/lib/oauth/auth-providers/provider';
import { TokenError } from '@/lib/oauth/errors';

const TIMEOUT_MS = 15_000;

/** Whether the settings let us in. Throws TokenError with what the auth provider says. */
export const checkAuthProvider = (
  provider: AuthProvider,
  mode: Route['mode'],
  settings: Given,
): Promise<void> => provider.check(settings, askFor(provider, mode, settings));

/**
 * The token of an account, fresh from the auth provider; it is held in memory only. Throws
 * TokenError: `gone` when the account is not there or not well, `operator` when the settings are
 * refused, `transient` otherwise.
 */
export const provideToken = (
  provider: AuthProvider,
  mode: Route['mode'],
  settings: Given,
  account: string,
): Promise<ProvidedToken> => provider.fetch(settings, account, askFor(provider, mode, settings));

function askFor(provider: AuthProvider, mode: Route['mode'], settings: Given): AskAuthProvider {
  const key = `app/${provider.id}/${mode}`;
  const route: Route = {
    hosts: provider.hosts,
    mode,
    limits: [],
    keys: { connection: key, app: key },
  };
  return async (spec, headers) => {
    const answer = await send(spec, route, {
      headers,
      secrets: Object.values(settings),
      brings_secrets: true,
      timeout_ms: TIMEOUT_MS,
    }).catch((error: unknown) => {
      if (error instanceof NetworkError)
        throw new TokenError(
          'transient',
          `${provider.name} could not be reached. ${error.message}`,
        );
      if (error instanceof EgressRefused)
        throw new TokenError('operator', `${provider.name} could not be asked: ${error.message}.`);
      throw error;
    });
    if (answer.status >= 200 && answer.status < 300 && answer.is_json) return answer;
    throw refusedBy(provider, answer.status);
  };
}

function refusedBy({ name }: AuthProvider, status: number): TokenError {
  if (status === 401 || status === 403)
    return new TokenError(
      'operator',
      `${name} refuses the settings of this workspace. Enter them again.`,
    );
  if (status === 400 || status === 404)
    return new TokenError('gone', `${name} knows no such account. Name one that it keeps.`);
  return new TokenError('transient', `${name} is having trouble (HTTP ${status}).`);
}
