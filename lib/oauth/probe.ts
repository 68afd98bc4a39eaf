import type { Connector, OAuth } from '@/lib/connectors/kit';
import type { ProviderApp } from '@/lib/oauth/apps';
import { TokenError } from '@/lib/oauth/errors';
import { askForTokens } from '@/lib/oauth/tokens';
import type { Route } from '@/lib/egress/service';

/**
 * accepted: the provider knows the app. rejected: it does not. unknown: it could not be told.
 * `said` is a sentence.
 */
export interface AppVerdict {
  verdict: 'accepted' | 'rejected' | 'unknown';
  said: string;
}

/**
 * Asks a provider's token endpoint for a refresh with a token that cannot exist. A provider that
 * knows the app complains about the token (invalid_grant); one that does not complains about the
 * app (invalid_client). Touches no customer's grant.
 */
export async function probeApp(
  connector: Connector & { auth: OAuth },
  app: ProviderApp,
  route: Route,
): Promise<AppVerdict> {
  try {
    await askForTokens(connector, app, route, 'inlet-configuration-check', {});
    return { verdict: 'unknown', said: `${connector.name} accepted a token that does not exist.` };
  } catch (error) {
    if (!(error instanceof TokenError))
      return { verdict: 'unknown', said: `${connector.name} could not be asked.` };
    if (error.kind === 'gone')
      return { verdict: 'accepted', said: `${connector.name} accepts the app.` };
    if (error.kind === 'operator') return { verdict: 'rejected', said: error.message };
    return {
      verdict: 'unknown',
      said:
        error.kind === 'transient'
          ? `${connector.name} could not be reached.`
          : `${connector.name} gave an answer that does not say whether it knows the app.`,
    };
  }
}
