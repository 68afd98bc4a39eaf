import * as oauth from 'oauth4webapi';
import {
  bodyMatches,
  providerText,
  text,
  type Connector,
  type Given,
  type OAuth,
} from '@/lib/connectors/kit';
import { EgressRefused, maskFor, NetworkError, send, type Route } from '@/lib/egress/service';
import type { ProviderApp } from '@/lib/oauth/apps';
import { endpointOf } from '@/lib/oauth/endpoints';
import { TokenError } from '@/lib/oauth/errors';
import { factsOf, grantOf, heldIn } from '@/lib/oauth/token-answer';
import { counter } from '@/lib/platform/metrics';

export interface Tokens {
  access_token: string;
  refresh_token: string | null;
  /** Null: does not expire. */
  expires_in_seconds: number | null;
  /** How long the grant itself lasts, where the provider says so; null: it is not known to end. */
  grant_ends_in_seconds?: number | null;
  scopes: string[] | null;
  /** What the answer says beside the tokens, where the connector reads it. */
  facts: Record<string, string>;
}

type OAuthConnector = Connector & { auth: OAuth };

/** The provider as oauth4webapi knows it, for one call. Throws TokenError; see endpointOf. */
function server(c: OAuthConnector, given: Given): oauth.AuthorizationServer {
  const authorize = endpointOf(c, 'authorize_url', given);
  return {
    issuer: authorize.origin,
    authorization_endpoint: authorize.href,
    token_endpoint: endpointOf(c, 'token_url', given).href,
  };
}

/** Exchanges an authorization code. Throws TokenError. */
export async function exchangeCode(
  c: OAuthConnector,
  app: ProviderApp,
  route: Route,
  params: {
    callback: URLSearchParams;
    state: string;
    redirect_uri: string;
    verifier: string | null;
    given: Given;
  },
): Promise<Tokens> {
  return judged(c, async () => {
    const as = server(c, params.given);
    const client = { client_id: app.client_id };
    const fetched = quirkFetch(c, route);
    const checked = oauth.validateAuthResponse(as, client, params.callback, params.state);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      clientAuth(c, app),
      checked,
      params.redirect_uri,
      params.verifier ?? oauth.nopkce,
      { [oauth.customFetch]: fetched.fetch },
    );
    const answer = await oauth.processAuthorizationCodeResponse(as, client, response);
    return tokens(answer, null, fetched.facts());
  });
}

const refreshes = counter<'connector' | 'outcome'>(
  'inlet_token_refreshes_total',
  'Token refreshes: ok; gone (a person must reconnect); operator (the provider app is wrong); transient; refused.',
);

/**
 * Refreshes. A provider that sends no new refresh token keeps the old one valid. Throws TokenError.
 */
export async function refreshTokens(
  c: OAuthConnector,
  app: ProviderApp,
  route: Route,
  refresh_token: string,
  given: Given,
): Promise<Tokens> {
  try {
    const fresh = await askForTokens(c, app, route, refresh_token, given);
    refreshes({ connector: c.type, outcome: 'ok' });
    return fresh;
  } catch (error) {
    refreshes({
      connector: c.type,
      outcome: error instanceof TokenError ? error.kind : 'internal',
    });
    throw error;
  }
}

/** The refresh itself, uncounted: a check of the app asks with a token that is no customer's. */
export const askForTokens = (
  c: OAuthConnector,
  app: ProviderApp,
  route: Route,
  refresh_token: string,
  given: Given,
): Promise<Tokens> =>
  judged(c, async () => {
    const as = server(c, given);
    const client = { client_id: app.client_id };
    const fetched = quirkFetch(c, route);
    const response = await oauth.refreshTokenGrantRequest(
      as,
      client,
      clientAuth(c, app),
      refresh_token,
      { [oauth.customFetch]: fetched.fetch },
    );
    const answer = await oauth.processRefreshTokenResponse(as, client, response);
    return tokens(answer, refresh_token, fetched.facts());
  });

const tokens = (
  t: oauth.TokenEndpointResponse,
  fallback: string | null,
  facts: Record<string, string>,
): Tokens => ({
  access_token: t.access_token,
  refresh_token: t.refresh_token ?? fallback,
  expires_in_seconds: t.expires_in ?? null,
  grant_ends_in_seconds: grantLife(t, t.refresh_token ?? fallback),
  scopes: t.scope === undefined ? null : t.scope.split(' ').filter(Boolean),
  facts,
});

/** Without a refresh token the grant ends with its only token. */
function grantLife(t: oauth.TokenEndpointResponse, refresh_token: string | null): number | null {
  const { refresh_token_expires_in: life } = t;
  if (refresh_token === null) return t.expires_in ?? null;
  return typeof life === 'number' ? life : null;
}

function clientAuth(c: OAuthConnector, app: ProviderApp): oauth.ClientAuth {
  switch (c.auth.client_auth) {
    case 'body':
      return oauth.ClientSecretPost(app.client_secret);
    case 'basic':
      return oauth.ClientSecretBasic(app.client_secret);
    case 'raw_basic':
      return (_as, client, _body, headers) => {
        headers.set(
          'authorization',
          `Basic ${Buffer.from(`${client.client_id}:${app.client_secret}`).toString('base64')}`,
        );
      };
  }
}

/**
 * Makes a provider's token endpoint look like RFC 6749: through egress, errors sent with 200 become
 * 400, and a good answer holds nothing but what is used, each field read leniently: once there is a
 * new access token, the one before is often dead, and no oddity beside it is worth losing both.
 */
function quirkFetch(c: OAuthConnector, route: Route) {
  let facts: Record<string, string> = {};
  const fetch = async (
    url: string,
    init: oauth.CustomFetchOptions<'POST', URLSearchParams>,
  ): Promise<Response> => {
    const form = Object.fromEntries(init.body.entries());
    const { authorization } = init.headers;
    const headers: Record<string, string> = {
      ...c.auth.token_headers,
      ...(authorization ? { authorization } : {}),
    };
    const answer = await send(
      { method: 'POST', url, ...(c.auth.token_body === 'json' ? { json: form } : { form }) },
      route,
      { headers, signal: init.signal, brings_secrets: true },
    );
    const { body, status } = answer;
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    if (!answer.is_json || !isObject || status >= 500 || status === 429)
      throw new TokenError(
        'transient',
        `The provider’s sign-in service is having trouble (HTTP ${status}).`,
      );
    const gone = (c.auth.grant_gone ?? []).some((m) => bodyMatches(body, m));
    const ours = (c.auth.app_refused ?? []).some((m) => bodyMatches(body, m));
    const held = heldIn(c, body);
    if (
      !gone &&
      !ours &&
      status < 300 &&
      (text(held, 'access_token') ?? body.error === undefined)
    ) {
      facts = factsOf(c, body);
      return Response.json(grantOf(c, body, held));
    }
    const mask = maskFor({ form }, headers);
    const said = (path: string) => {
      const found = text(body, path);
      return found === null ? undefined : mask(providerText(found, 200));
    };
    const error = rfcError(gone, ours) ?? said('error') ?? 'invalid_request';
    const error_description = said('error_description') ?? said('message');
    return Response.json({ error, error_description }, { status: 400 });
  };
  return { fetch, facts: () => facts };
}

/** RFC 6749's word for what the connector knows the answer to mean; null: the provider's own. */
function rfcError(gone: boolean, ours: boolean): string | null {
  if (gone) return 'invalid_grant';
  return ours ? 'invalid_client' : null;
}

async function judged(c: OAuthConnector, call: () => Promise<Tokens>): Promise<Tokens> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TokenError) throw error;
    if (error instanceof NetworkError) throw new TokenError('transient', error.message);
    if (error instanceof EgressRefused)
      throw new TokenError('operator', `${c.name} could not be asked: ${error.message}.`);
    if (error instanceof oauth.ResponseBodyError) {
      const said = error.error_description ?? error.error;
      if (error.error === 'invalid_grant')
        throw new TokenError(
          'gone',
          `${c.name} no longer accepts the authorization. Reconnect to authorize it again.`,
        );
      if (/^(invalid_client|unauthorized_client|invalid_client_id)/.test(error.error))
        throw new TokenError(
          'operator',
          `${c.name} does not accept this installation’s app (${error.error}).`,
        );
      if (/^(temporarily_unavailable|server_error|slow_down)$/.test(error.error))
        throw new TokenError(
          'transient',
          `The provider’s sign-in service is having trouble (${error.error}).`,
        );
      throw new TokenError('refused', `${c.name} refused: ${said}`);
    }
    if (error instanceof oauth.AuthorizationResponseError)
      throw new TokenError('refused', `${c.name} refused: ${providerText(error.error, 200)}`);
    if (error instanceof oauth.OperationProcessingError)
      throw new TokenError(
        'transient',
        `${c.name} sent an answer to the sign-in that cannot be read.`,
      );
    throw error;
  }
}
