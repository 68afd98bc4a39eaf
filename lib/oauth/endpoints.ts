import type { Connector, Given, OAuth } from '@/lib/connectors/kit';
import { assertAllowed, EgressRefused } from '@/lib/egress/service';
import { TokenError } from '@/lib/oauth/errors';

/**
 * Where a connector's authorization or token endpoint is, given what the person said. Throws
 * TokenError('refused') when that leads to no address of the provider.
 */
export function endpointOf(
  connector: Connector & { auth: OAuth },
  which: 'authorize_url' | 'token_url',
  given: Given,
): URL {
  const declared = connector.auth[which];
  if (typeof declared === 'string') return new URL(declared);
  const said = declared(given);
  const refused = new TokenError('refused', `“${said}” is no address of ${connector.name}.`);
  if (!URL.canParse(said)) throw refused;
  const url = new URL(said);
  try {
    assertAllowed(url, connector.hosts);
  } catch (error) {
    throw error instanceof EgressRefused ? refused : error;
  }
  return url;
}

/** The text values of a connection's config: what the person gave when connecting. */
export const givenIn = (config: Readonly<Record<string, unknown>>): Given =>
  Object.fromEntries(
    Object.entries(config).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
