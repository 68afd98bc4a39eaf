import { at, boundedTime, providerText, text, TOKEN_MOST_MS } from '@/lib/connectors/kit';
import type { Connector, OAuth } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { log } from '@/lib/platform/log';

type OAuthConnector = Connector & { auth: OAuth };
type Body = { [key: string]: Json };

/** The part of a token answer that holds the tokens: where the connector says, else its top. */
export function heldIn(c: OAuthConnector, body: Body): Json | undefined {
  const nested = c.auth.token_at === undefined ? undefined : at(body, c.auth.token_at);
  return text(nested, 'access_token') === null ? body : nested;
}

/** Facts the connector reads from a good token answer; one that stumbles must not cost the grant. */
export function factsOf(c: OAuthConnector, body: Body): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(c.auth.facts?.(body) ?? {}).map(([key, value]) => [key, providerText(value)]),
    );
  } catch (error) {
    log.warn({ connector: c.type, error: String(error) }, 'facts of a token answer were not read');
    return {};
  }
}

const GRANT_MOST_MS = 3 * 365 * 86_400_000;

/** The fields of a token answer that can be used, in the form of RFC 6749. Says what it ignored. */
export function grantOf(
  c: OAuthConnector,
  body: Body,
  held: Json | undefined,
): Record<string, string | number> {
  const grant: Record<string, string | number> = { token_type: 'bearer' };
  const ignored: string[] = [];
  // Identity is read from the API; an unverified ID token is not looked at.
  for (const name of ['access_token', 'refresh_token']) {
    const value = text(held, name);
    if (value !== null) grant[name] = value;
    else if (at(held, name) !== undefined) ignored.push(name);
  }
  const life_ms = boundedTime(at(held, 'expires_in'), 'seconds', 0, TOKEN_MOST_MS);
  if (life_ms?.at_ms) grant.expires_in = life_ms.at_ms / 1000;
  else if (at(held, 'expires_in') !== undefined) ignored.push('expires_in');
  // No standard names it; GitHub, LinkedIn and others do. A life of more than years is none.
  const whole_ms = boundedTime(at(held, 'refresh_token_expires_in'), 'seconds', 0, GRANT_MOST_MS);
  if (whole_ms?.at_ms && !whole_ms.bounded) grant.refresh_token_expires_in = whole_ms.at_ms / 1000;
  const scopes = grantedScopes(c, body);
  if (scopes) grant.scope = scopes.join(' ');
  else if (body.scope !== undefined) ignored.push('scope');
  if (ignored.length > 0 || life_ms?.bounded)
    log.warn(
      { connector: c.type, ignored, life_bounded: life_ms?.bounded },
      'a token answer held fields that could not be read; they were left out',
    );
  return grant;
}

/** Scopes as the connector or RFC 6749 reads them; null when the answer does not say. */
function grantedScopes(c: OAuthConnector, body: Body): string[] | null {
  const split = (value: Json | undefined): string[] | null => {
    if (typeof value === 'string') return value === '' ? null : value.split(/[ ,]+/);
    return Array.isArray(value) && value.every((v) => typeof v === 'string') ? value : null;
  };
  let named: string[] | null = null;
  try {
    named = split(c.auth.granted_scopes?.(body) ?? undefined);
  } catch {
    // A connector that stumbles over an odd answer must not cost the grant.
  }
  return (
    (named ?? split(body.scope))?.map((scope) => providerText(scope, 200)).filter(Boolean) ?? null
  );
}
