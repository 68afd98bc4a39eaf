import type { AuthMethod, Cadence, Category, Entity, Json } from '@/lib/contract/common';

/**
 * What a connector is: one typed value that describes a provider. It holds no state, does no I/O
 * and knows nothing of the engine; functions in it are pure translations between our words and the
 * provider's.
 */
export interface Connector {
  /** Stable identifier, kebab-case: also the file name. */
  type: string;
  /** Other names the API accepts for it. */
  aliases?: readonly string[];
  name: string;
  /** One line of value, shown on the tile. */
  description: string;
  category: Category;
  ownership: 'workspace' | 'personal';
  direction: 'inbound' | 'outbound';
  instancing: 'single' | 'multiple';
  version: string;
  docs_url: string;
  /** File in public/logos without extension; null draws a letter tile. */
  logo: string | null;
  keywords: readonly string[];
  default_cadence: Cadence;
  /** "live" has a puller; "planned" is listed with the reason and cannot be connected. */
  puller: { status: 'live' } | { status: 'planned'; reason: string };
  /** What we never do with the account, in plain words. */
  promises: readonly string[];
  /**
   * The only hosts it may call; "*.example.com" matches one label. Everything else is refused at
   * the door.
   */
  hosts: readonly string[];
  auth: OAuth | ApiKey | Handle;
  limits: readonly RateLimit[];
  /**
   * How many of its syncs run at once over all processes, where the provider's limits are shared by
   * all accounts; no cap when absent.
   */
  max_syncs?: number;
  /**
   * Tried in order before the defaults by status (see errors.ts). The body is read before the
   * status.
   */
  errors: readonly ErrorRule[];
  /** Synced in this order, each isolated from the others. */
  streams: readonly AnyStream[];
  tools?: readonly { name: string; description: string }[];
}

/** A request as data. `query` leaves out undefined values; an array repeats the key. */
export interface RequestSpec {
  method?: 'GET' | 'POST' | 'DELETE';
  url: string;
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  headers?: Record<string, string>;
  json?: Json;
  form?: Record<string, string>;
}

/**
 * An answer as data; `body` is parsed JSON, or the text when it was not JSON. Header names are
 * lower case.
 */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Json;
  is_json: boolean;
}

/**
 * The account behind a credential. `details` are non-secret facts later requests need (a company
 * domain, an instance URL).
 */
export interface Account {
  id: string;
  label: string;
  details?: Record<string, string>;
}

// ------------------------------------------------------------------ auth

export interface OAuth {
  method: Extract<AuthMethod, 'oauth'>;
  authorize_url: string;
  token_url: string;
  /**
   * How the client proves itself at the token endpoint. raw_basic: providers that do not
   * form-decode the secret.
   */
  client_auth: 'body' | 'basic' | 'raw_basic';
  /** S256, or the reason why this provider cannot. */
  pkce: 'S256' | { off: string };
  scopes: readonly { scope: string; why: string; required: boolean }[];
  scope_separator: ' ' | ',';
  /**
   * Authorize parameter for the scopes that are not required; they join the others in `scope` when
   * absent.
   */
  optional_scope_param?: string;
  authorize_params?: Record<string, string>;
  /** Body of the token request. Form unless the provider wants JSON. */
  token_body?: 'form' | 'json';
  /** Scopes granted, when the token answer names them elsewhere than in `scope`. */
  granted_scopes?: (body: Json) => string[] | null;
  /** True when each refresh gives a new refresh token and kills the old one. */
  rotates_refresh_token: boolean;
  /** Token-endpoint answers that mean the grant is gone, beside RFC 6749 invalid_grant. */
  grant_gone?: readonly BodyMatch[];
  /** Revokes a grant; undefined when the provider has no such call. */
  revoke?: (grant: {
    access_token: string;
    refresh_token: string | null;
    client_id: string;
    client_secret: string;
  }) => RequestSpec;
  apply: (token: string) => Record<string, string>;
  account: AccountProbe;
}

export interface ApiKey {
  method: Extract<AuthMethod, 'api_key'>;
  fields: readonly Field[];
  /** Headers that carry the credential. Never a URL: URLs end up in logs. */
  apply: (fields: Record<string, string>) => Record<string, string>;
  account: AccountProbe;
}

/** A public account, read with the platform's own app credential instead of the customer's. */
export interface Handle {
  method: Extract<AuthMethod, 'handle'>;
  placeholder: string;
  /** "@acme", "acme" or a profile address → the bare handle; null when it cannot be one. */
  normalize: (input: string) => string | null;
  /** Platform credential, from the environment: `<TYPE>_<KEY>`, e.g. X_BEARER_TOKEN. */
  app_fields: readonly Field[];
  apply: (fields: Record<string, string>) => Record<string, string>;
  resolve: (handle: string) => RequestSpec;
  /** Null: no such account. */
  read: (answer: Answer) => HandleAccount | null;
}

export interface HandleAccount {
  external_account_id: string;
  handle: string;
  display_name: string | null;
  avatar_url: string | null;
  followers: number | null;
  description: string | null;
  verified: boolean | null;
  protected: boolean | null;
  profile_url: string | null;
}

export interface Field {
  key: string;
  label: string;
  required: boolean;
  secret: boolean;
  placeholder: string;
  help: string;
  where_to_find: readonly string[];
  find_url: string | null;
  pattern?: string;
}

export interface AccountProbe {
  request: (details: Record<string, string>) => RequestSpec;
  read: (answer: Answer) => Account;
}

// ------------------------------------------------------------------ streams

export interface StreamContext {
  /** Account.id and Account.details of the connection. */
  account: { id: string; details: Record<string, string> };
  config: Record<string, Json>;
}

/**
 * Where a pull stands. Everything in it survives a crash: `page` is checkpointed with the records.
 */
export interface At<Page extends Json = Json> extends StreamContext {
  /** Null: first page. */
  page: Page | null;
  /** Lower bound from the last complete pass (overlap already taken off); null on a full pass. */
  since: string | null;
  /** Upper bound frozen when the pass began, ISO 8601. */
  until: string;
}

/** A walk over pages. */
export interface Pull<Page extends Json = Json> {
  request: (at: At<Page>) => RequestSpec;
  /**
   * Path of the records array in the body ("data", "results", "" for the body itself). Missing or
   * null means none.
   */
  records: string;
  /**
   * The next page, or null at the end. Decided by the provider's cursor, never by the length of a
   * page.
   */
  next: (answer: Answer, at: At<Page>, records: readonly Json[]) => Page | null;
  /**
   * Where the provider gives a number of records itself: its path, and whether it counts the whole
   * walk or this page and those after it. Drives the estimate.
   */
  total?: { at: string; counts: 'all' | 'rest' };
}

/** How an incremental pass picks its lower bound. */
export type Cursor =
  /**
   * The frozen upper bound of the last complete pass, minus an overlap for late and clock-skewed
   * writes.
   */
  | { by: 'time'; overlap_seconds: number }
  /**
   * A value on the first page (newest-first listings): committed only when the pass is complete.
   */
  | { by: 'first_page'; path: string };

/** How deletions at the provider become tombstones. */
export type Deletions<Page extends Json = Json> =
  /** A listing of deleted records, read on every pass. */
  | { by: 'listing'; pull: Pull<Page>; id?: string; deleted_at?: string }
  /** The record itself says so. */
  | { by: 'flag'; deleted: (record: Json) => boolean }
  /** Whatever a complete full pass did not meet. `every_hours` forces a full pass that often. */
  | { by: 'sweep'; every_hours: number }
  | { by: 'none'; why: string };

/**
 * Re-reads known records by id: for numbers that change without a change time. Ids that do not come
 * back are gone.
 */
export interface Recheck {
  /** Most recently created records, up to this many per pass. */
  newest: number;
  batch: number;
  request: (ids: readonly string[], context: StreamContext) => RequestSpec;
  records: string;
  /** Ids the provider names as gone. Only these are tombstoned. */
  gone: (answer: Answer) => string[];
}

/** The three walks of a stream may page differently: each has its own page type. */
export interface Stream<
  Full extends Json = Json,
  Changes extends Json = Full,
  Deleted extends Json = Full,
> {
  name: string;
  /** What a person calls it: "Contacts". */
  label: string;
  entity: Entity;
  description: string;
  /** Path of the record's id. */
  id: string;
  full: Pull<Full>;
  /** Absent: every pass is a full pass. */
  incremental?: Pull<Changes> & { cursor: Cursor };
  deletions: Deletions<Deleted>;
  recheck?: Recheck;
  /**
   * Turns one item into the record to store; null drops it. Throwing quarantines the item with the
   * message.
   */
  transform?: (item: Json, context: StreamContext) => Json | null;
  /** Scopes without which the stream is skipped, not failed. */
  scopes?: readonly string[];
}

/** A stream whose page type is not known any more. */
// oxlint-disable-next-line typescript/no-explicit-any -- a list of streams mixes page types; each was checked where it was declared
export type AnyStream = Stream<any, any, any>;

// ------------------------------------------------------------------ limits and errors

/**
 * At most `requests` in any `per_ms`. Per connection, or shared by all connections of the provider
 * app.
 */
export interface RateLimit {
  name: string;
  scope: 'connection' | 'app';
  requests: number;
  per_ms: number;
  /** Which requests count, by the path of the URL; all when absent. */
  paths?: RegExp;
  /** Paths it does not count. */
  except?: RegExp;
  /** What one request costs; 1 when absent. */
  cost?: number;
}

/**
 * Matches a JSON body: every path's value must equal the string, or match the regular expression.
 */
export type BodyMatch = Readonly<Record<string, string | number | boolean | RegExp>>;

export interface ErrorRule {
  when: {
    status?: number | readonly number[];
    body?: BodyMatch;
    /** false: the answer is not JSON (a proxy's HTML page). */
    json?: boolean;
    header?: Readonly<Record<string, string | RegExp>>;
  };
  then: Verdict;
  /** Sentence for people. `{path}` inserts a value of the body. */
  message: string;
  /** When to come back, for `rate_limited`. The first that yields a time wins. */
  wait?: readonly Wait[];
  /** Where the fact comes from. */
  source: string;
}

/** What an answer means for us. */
export type Verdict =
  /** Provider trouble: try again with backoff, bounded. */
  | 'retry'
  /** Slow down until the time named; not a failure. */
  | 'rate_limited'
  /** The access token died: refresh once and repeat this request once. */
  | 'refresh_token'
  /** The grant or key is gone: only a person can repair it. */
  | 'needs_reauth'
  /** This stream lacks a permission: skip it, keep the rest. */
  | 'missing_scope'
  /**
   * Not an error: there is nothing to list. Only for a first page, and never a reason to delete.
   */
  | 'empty_page'
  /** The page token died: start the pass again. */
  | 'restart_pass'
  /** Plan, account or set-up at the provider: stop with the reason. */
  | 'config'
  /** Our provider app is wrong: tell the operator, blame no customer. */
  | 'operator'
  /** One item cannot be read. */
  | 'skip_item'
  | 'fail';

export type Wait =
  | { header: string; form: 'seconds' | 'epoch_seconds' | 'epoch_ms' | 'http_date' | 'retry_after' }
  | { body: string; form: 'seconds' | 'epoch_seconds' | 'epoch_ms' }
  | { ms: number };

/**
 * Declares a connector. The type is the check; `checkConnector` (check.ts) adds what types cannot
 * say.
 */
export function defineConnector(connector: Connector): Connector {
  return connector;
}

/** Declares a stream with its page types inferred, so that `next` and `request` agree. */
export function defineStream<
  Full extends Json,
  Changes extends Json = Full,
  Deleted extends Json = Full,
>(stream: Stream<Full, Changes, Deleted>): AnyStream {
  return stream;
}
