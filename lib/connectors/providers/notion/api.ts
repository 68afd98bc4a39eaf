import { accountAt, bearer, RETRY_AFTER } from '@/lib/connectors/kit';
import type { OAuthSpec, RuleSpec } from '@/lib/connectors/kit';

/** Facts about the API: @notionhq/client 5.26 and developers.notion.com, 2026-08. */
export const source = 'developers.notion.com/reference';
export const API = 'https://api.notion.com/v1';
const VERSION = { 'notion-version': '2026-03-11' };

/** How Notion authorizes: the same for reading and for writing, by apps of their own. */
export const auth: OAuthSpec = {
  method: 'oauth',
  authorize_url: `${API}/oauth/authorize`,
  token_url: `${API}/oauth/token`,
  authorize_params: { owner: 'user' },
  client_auth: 'basic',
  token_body: 'json',
  // Not documented as wanted there; it does no harm.
  token_headers: VERSION,
  pkce: { off: 'Notion does not document it' },
  // What an integration may do is set on the integration; the person picks pages.
  scopes: [],
  // How long a token lives is not published; where there is no refresh token it does not end.
  rotates_refresh_token: true,
  grant_gone: [{ code: 'invalid_grant' }],
  app_refused: [{ code: 'invalid_client' }],
  revoke: ({ access_token, client_id, client_secret }) => ({
    method: 'POST',
    url: `${API}/oauth/revoke`,
    headers: {
      ...VERSION,
      authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
    },
    json: { token: access_token },
  }),
  apply: (token) => ({ ...bearer(token), ...VERSION }),
  account: {
    // The bot is the authorization itself; several may be of one workspace.
    request: () => ({ url: `${API}/users/me` }),
    read: accountAt('id', 'bot.workspace_name', 'name'),
  },
};

/** Three a second on average, and bursts are allowed. */
export const limits = [{ name: 'average', requests: 90, per_ms: 30_000 }];

/** Where its refusals have Notion's own words. */
export const says = 'message';

/** What Notion answers, whatever is asked; `missing`: what a 404 means for each kind of thing. */
export const errorsWith = (missing: readonly RuleSpec[]): RuleSpec[] => [
  { when: { status: 401 }, then: 'refresh_token' },
  { when: { status: 403, body: { message: /./ } }, then: 'missing_scope' },
  { when: { status: [429, 529] }, then: 'rate_limited', wait: [RETRY_AFTER, { ms: 30_000 }] },
  { when: { status: 409 }, then: 'retry', message: 'Notion was writing at the same time.' },
  ...missing,
  { when: { status: [400, 404], body: { message: /./ } }, then: 'fail' },
];

/** A thing of which Notion tells only that it is deleted, or not shared with the app any more. */
export const notShown = (path: RegExp, then: 'gone' | 'empty_page', what: string): RuleSpec => ({
  when: { status: 404, path },
  then,
  message: `Notion does not show this ${what} any more: {message}`,
});
