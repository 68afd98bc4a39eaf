import { text } from '@/lib/connectors/kit/path';
import type { Answer, RequestSpec } from '@/lib/connectors/kit/request';
import type { BodyMatch } from '@/lib/connectors/kit/request';
import type { AuthMethod, Json } from '@/lib/contract/common';

/** What the person gave, by the key of its field. */
export type Given = Readonly<Record<string, string>>;

export interface OAuth {
  method: Extract<AuthMethod, 'oauth'>;
  /** May depend on what the person gave (`connect_fields`); only declared hosts are used. */
  authorize_url: string | ((given: Given) => string);
  token_url: string | ((given: Given) => string);
  /** What a person says before leaving for the provider: a tenant, a domain. Never a secret. */
  connect_fields?: readonly Field[];
  /**
   * Where the token answer keeps the tokens, when that is not its top ("authed_user"). One without
   * a token there is read at its top: Slack renews a nested token with a flat answer.
   */
  token_at?: string;
  /** Headers the token endpoint wants beside the usual ones: a version. Never a secret. */
  token_headers?: Record<string, string>;
  /**
   * Facts of the token answer that requests need (an instance URL): they join Account.details, and
   * each refresh may bring newer ones. Never a secret.
   */
  facts?: (body: Json) => Record<string, string>;
  /** The same facts by what the person said, for tokens brought along without their answer. */
  given_facts?: (given: Given) => Record<string, string>;
  /**
   * How the client proves itself at the token endpoint. raw_basic: providers that do not
   * form-decode the secret.
   */
  client_auth: 'body' | 'basic' | 'raw_basic';
  /** S256, or the reason why this provider cannot. */
  pkce: 'S256' | { off: string };
  scopes: readonly Scope[];
  scope_separator: ' ' | ',';
  /** Authorize parameter the scopes go into; `scope` when absent. None is sent without scopes. */
  scope_param?: string;
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
  /** Token-endpoint answers that mean our own app is wrong, beside RFC 6749 invalid_client. */
  app_refused?: readonly BodyMatch[];
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
  /**
   * What of the fields is no credential (a domain, whose key it is): joins Account.details. Never a
   * secret.
   */
  facts?: (given: Given) => Record<string, string>;
  account: AccountProbe;
}

/** A permission, and what it is for; without one that is required nothing can be read. */
export interface Scope {
  scope: string;
  why: string;
  required: boolean;
}

/** A public account, read with the platform's own app credential instead of the customer's. */
export interface Handle {
  method: Extract<AuthMethod, 'handle'>;
  placeholder: string;
  /** "@acme", "acme" or a profile address → the bare handle; null when it cannot be one. */
  normalize: (input: string) => string | null;
  /**
   * Accounts the provider has and its API does not show, as far as what was entered tells (the
   * address of a person): what people are told; null: it may be shown.
   */
  unsupported?: (input: string) => string | null;
  /** Platform credential, from the environment: `<TYPE>_<KEY>`, e.g. X_BEARER_TOKEN. */
  app_fields: readonly Field[];
  apply: (fields: Record<string, string>) => Record<string, string>;
  resolve: (handle: string) => RequestSpec;
  /** Null: no such account. */
  read: (answer: Answer) => HandleAccount | null;
}

/**
 * Nothing is asked: whoever sends is given an address and a secret, and what is delivered there are
 * the records.
 */
export interface Arrivals {
  method: Extract<AuthMethod, 'webhook'>;
  /** The receiver that verifies what comes (lib/webhooks/providers). */
  receiver: string;
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

type Presumed = 'required' | 'secret' | 'find_url';

/** A field as it is declared: asked for, and a secret, unless it says that it is not. */
export type FieldSpec = Omit<Field, Presumed> & Partial<Pick<Field, Presumed>>;

/**
 * OAuth as it is declared. When absent: the token is a bearer's (RFC 6750), scopes are parted by a
 * space (RFC 6749, 3.3), and each is required.
 */
export type OAuthSpec = Omit<OAuth, 'apply' | 'scope_separator' | 'scopes' | 'connect_fields'> & {
  scope_separator?: OAuth['scope_separator'];
  apply?: OAuth['apply'];
  scopes: readonly (Omit<Scope, 'required'> & { required?: boolean })[];
  connect_fields?: readonly FieldSpec[];
};

/** Signing in as it is declared: what is usual need not be said. */
export type AuthSpec =
  | OAuthSpec
  | (Omit<ApiKey, 'fields'> & { fields: readonly FieldSpec[] })
  | (Omit<Handle, 'app_fields'> & { app_fields: readonly FieldSpec[] })
  | Arrivals;

/** Signing in, complete. */
export function completeAuth(spec: AuthSpec): OAuth | ApiKey | Handle | Arrivals {
  if (spec.method === 'webhook') return spec;
  if (spec.method === 'api_key') return { ...spec, fields: spec.fields.map(completeField) };
  if (spec.method === 'handle') return { ...spec, app_fields: spec.app_fields.map(completeField) };
  const { connect_fields, ...rest } = spec;
  return {
    apply: bearer,
    scope_separator: ' ',
    ...rest,
    scopes: spec.scopes.map((scope) => ({ ...scope, required: scope.required ?? true })),
    ...(connect_fields && { connect_fields: connect_fields.map(completeField) }),
  };
}

const completeField = (field: FieldSpec): Field => ({
  ...field,
  required: field.required ?? true,
  secret: field.secret ?? true,
  find_url: field.find_url ?? null,
});

/** The header that carries a token (RFC 6750). */
export const bearer = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
});

/** Reads the account by the paths of its id and of its label: of several the first that is there. */
export const accountAt =
  (id: string, ...labels: readonly string[]): AccountProbe['read'] =>
  ({ body }) => ({
    id: text(body, id) ?? '',
    label: labels.flatMap((label) => text(body, label) ?? [])[0] ?? '',
  });

export interface AccountProbe {
  /**
   * Where the account may live (regions of a provider): facts to ask with, in turn, while the
   * answer is that the credential is not known. Those that fit join Account.details.
   */
  places?: readonly Readonly<Record<string, string>>[];
  /** `details`: the facts of token answer or fields, and later Account.details. */
  request: (details: Record<string, string>) => RequestSpec;
  /** With the same facts, for providers that have no call that says whose a key is. */
  read: (answer: Answer, details: Record<string, string>) => Account;
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
