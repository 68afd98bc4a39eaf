import * as oauth from 'oauth4webapi';
import { bodyMatches, type Connector, type OAuth } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { NetworkError, send, type Route } from '@/lib/egress/service';
import type { ProviderApp } from '@/lib/oauth/apps';
import { counter } from '@/lib/platform/metrics';

export interface Tokens {
  access_token: string;
  refresh_token: string | null;
  /** Null: does not expire. */ expires_in_seconds: number | null;
  scopes: string[] | null;
}

/**
 * Why a token call gave no tokens. `gone`: only a person can repair it. `operator`: our app is
 * wrong. `transient`: try again.
 */
export class TokenError extends Error {
  readonly kind: 'gone' | 'operator' | 'transient' | 'refused';
  constructor(kind: TokenError['kind'], message: string) {
    super(message);
    this.name = 'TokenError';
    this.kind = kind;
  }
}

type OAuthConnector = Connector & { auth: OAuth };
const server = (c: OAuthConnector): oauth.AuthorizationServer => ({
  issuer: new URL(c.auth.authorize_url).origin,
  authorization_endpoint: c.auth.authorize_url,
  token_endpoint: c.auth.token_url,
});

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
  },
): Promise<Tokens> {
  return judged(c, async () => {
    const as = server(c),
      client = { client_id: app.client_id };
    const checked = oauth.validateAuthResponse(as, client, params.callback, params.state);
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      clientAuth(c, app),
      checked,
      params.redirect_uri,
      params.verifier ?? oauth.nopkce,
      { [oauth.customFetch]: quirkFetch(c, route) },
    );
    return tokens(await oauth.processAuthorizationCodeResponse(as, client, response), null);
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
): Promise<Tokens> {
  try {
    const fresh = await askForTokens(c, app, route, refresh_token);
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
): Promise<Tokens> =>
  judged(c, async () => {
    const as = server(c),
      client = { client_id: app.client_id };
    const response = await oauth.refreshTokenGrantRequest(
      as,
      client,
      clientAuth(c, app),
      refresh_token,
      { [oauth.customFetch]: quirkFetch(c, route) },
    );
    return tokens(await oauth.processRefreshTokenResponse(as, client, response), refresh_token);
  });

const tokens = (t: oauth.TokenEndpointResponse, fallback: string | null): Tokens => ({
  access_token: t.access_token,
  refresh_token: t.refresh_token ?? fallback,
  expires_in_seconds: t.expires_in ?? null,
  scopes: Array.isArray(t.granted_scopes)
    ? (t.granted_scopes as string[])
    : t.scope
      ? t.scope.split(/[ ,]+/).filter(Boolean)
      : null,
});

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
 * 400, a missing token_type becomes bearer.
 */
function quirkFetch(c: OAuthConnector, route: Route) {
  return async (
    url: string,
    init: oauth.CustomFetchOptions<'POST', URLSearchParams>,
  ): Promise<Response> => {
    const form = Object.fromEntries(init.body.entries());
    const answer = await send(
      { method: 'POST', url, ...(c.auth.token_body === 'json' ? { json: form } : { form }) },
      route,
      { headers: { authorization: init.headers.authorization ?? '' }, signal: init.signal },
    );
    if (
      !answer.is_json ||
      typeof answer.body !== 'object' ||
      answer.body === null ||
      Array.isArray(answer.body)
    ) {
      throw new TokenError(
        'transient',
        `The provider’s sign-in service is having trouble (HTTP ${answer.status}).`,
      );
    }
    if (answer.status >= 500 || answer.status === 429)
      throw new TokenError(
        'transient',
        `The provider’s sign-in service is having trouble (HTTP ${answer.status}).`,
      );
    let status = answer.status;
    const body: Record<string, Json> = { ...answer.body };
    if ((c.auth.grant_gone ?? []).some((m) => bodyMatches(answer.body, m))) {
      status = 400;
      body.error = 'invalid_grant';
    }
    if (status < 400 && body.error !== undefined && body.access_token === undefined) status = 400;
    if (status >= 400 && typeof body.error !== 'string') body.error = 'invalid_request';
    if (status < 400) {
      body.token_type = 'bearer';
      if (typeof body.expires_in === 'string') body.expires_in = Number(body.expires_in);
      const granted = c.auth.granted_scopes?.(answer.body);
      if (granted) body.granted_scopes = granted;
      delete body.id_token; // identity is read from the API; an unverified ID token is not looked at
    }
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json' },
    });
  };
}

async function judged(c: OAuthConnector, call: () => Promise<Tokens>): Promise<Tokens> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TokenError) throw error;
    if (error instanceof NetworkError) throw new TokenError('transient', error.message);
    if (error instanceof oauth.ResponseBodyError) {
      const said =
        typeof error.error_description === 'string'
          ? error.error_description.slice(0, 200)
          : error.error;
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
      throw new TokenError('refused', `${c.name} refused: ${error.error}`);
    if (error instanceof oauth.OperationProcessingError)
      throw new TokenError(
        'transient',
        `${c.name} sent an answer to the sign-in that cannot be read.`,
      );
    throw error;
  }
}
