import { at, bearer, byPageToken, changes, listAt, RETRY_AFTER, text } from '@/lib/connectors/kit';
import type { Bookmark, OAuthSpec, RequestSpec, RuleSpec, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** Facts about the API: microsoftgraph/microsoft-graph-docs and its metadata, 2026-08. */
const DOCS = 'learn.microsoft.com/graph';
export const GRAPH = 'https://graph.microsoft.com/v1.0';
export const HOSTS = ['graph.microsoft.com', 'login.microsoftonline.com'];
export const NEXT = '@odata\\.nextLink';
/** On the last page alone: where the next pass begins, as an address that is followed as it is. */
export const DELTA = '@odata\\.deltaLink';

/**
 * How ids, texts and times are wanted: ids that outlive a move between folders, plain text, UTC. The
 * page size is a wish; pages may be shorter.
 */
const PREFER = [
  'IdType="ImmutableId"',
  'outlook.body-content-type="text"',
  'outlook.timezone="UTC"',
  'odata.maxpagesize=100',
].join(', ');

type Microsoft = Omit<OAuthSpec, 'scopes' | 'account'>;

/** Signing in at Microsoft; `tenant`: whose accounts may (`common`, `organizations`). */
export function microsoft(tenant: string): Microsoft {
  const login = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`;
  return {
    method: 'oauth',
    authorize_url: `${login}/authorize`,
    token_url: `${login}/token`,
    authorize_params: { response_mode: 'query', prompt: 'select_account' },
    client_auth: 'body',
    pkce: 'S256',
    granted_scopes: granted,
    // The old one stays good; there is no call that takes a grant back.
    rotates_refresh_token: true,
    grant_gone: [{ error: /^(interaction_required|consent_required)$/ }],
    apply: (token) => ({ ...bearer(token), prefer: PREFER }),
  };
}

/** Some answers write scopes as addresses; that a refresh token came is told by itself. */
function granted(body: Json): string[] | null {
  const scopes = text(body, 'scope')?.split(' ').filter(Boolean);
  if (!scopes) return null;
  const names = scopes.map((one) => one.replace(/^https:\/\/graph\.microsoft\.com\//, ''));
  return text(body, 'refresh_token') === null ? names : [...names, 'offline_access'];
}

export const isRemoved = (item: Json): boolean => at(item, '@removed') !== undefined;
export const removedIn = (body: Json): string[] =>
  listAt(body, 'value').flatMap((item) => (isRemoved(item) ? (text(item, 'id') ?? []) : []));

/** A feed of changes: whole without a link of an earlier pass, else what changed since. */
export function delta(first: () => RequestSpec): Walk {
  return changes<string>({
    request: ({ page, since }) => {
      const link = page ?? since;
      return link === null ? first() : { url: link };
    },
    records: 'value',
    next: byPageToken(NEXT),
    only: (item) => !isRemoved(item),
    gone: ({ body }) => removedIn(body),
  });
}

export const DELTA_LINK: Bookmark = { by: 'last_page', path: DELTA };

/** Who answers, and where Graph's own words are in what it refuses. */
export const ANSWERS = { provider: 'Microsoft', source: DOCS, says: 'error.message' };
const CODE = 'error.code';
/** What Graph answers in trouble. */
export const GRAPH_ERRORS: readonly RuleSpec[] = [
  { when: { status: 410 }, then: 'bookmark_gone', source: `${DOCS}/delta-query-overview` },
  {
    when: { status: [400, 404, 409], body: { [CODE]: /^(syncStateNotFound|resyncRequired)$/i } },
    then: 'bookmark_gone',
    source: `${DOCS}/delta-query-overview`,
  },
  {
    when: { status: 401, header: { 'www-authenticate': /insufficient_claims/ } },
    then: 'needs_reauth',
    message: 'Microsoft wants you to sign in again: your organization asks for more proof.',
    source: `${DOCS}: continuous access evaluation`,
  },
  { when: { status: 401 }, then: 'refresh_token' },
  { when: { status: 403, body: { [CODE]: /./ } }, then: 'missing_scope' },
  {
    // Retry-After may be a decimal.
    when: { status: 429 },
    then: 'rate_limited',
    wait: [RETRY_AFTER, { ms: 30_000 }],
    source: `${DOCS}/throttling`,
  },
  { when: { status: [400, 404, 501], body: { [CODE]: /./ } }, then: 'fail' },
];
