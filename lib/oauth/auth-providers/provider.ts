import type { Json } from '@/lib/contract/common';
import type { Answer, Field, Given, RequestSpec } from '@/lib/connectors/kit';

/** Asks the auth provider; the answer is a good one. Rejects with TokenError. */
export type AskAuthProvider = (
  spec: RequestSpec,
  headers: Record<string, string>,
) => Promise<Answer>;

/** What an auth provider hands out for one account it keeps. */
export interface ProvidedToken {
  access_token: string;
  /** When it ends, as far as the auth provider says, ISO 8601; null: it does not say. */
  expires_at: string | null;
  /** What it knows beside the token; read as a token answer is (`OAuth.facts`). */
  details: { [name: string]: Json };
}

/**
 * A service that keeps people's authorizations and hands out their tokens: Inlet asks it at the
 * beginning of a sync, and stores none.
 */
export interface AuthProvider {
  id: string;
  name: string;
  docs_url: string;
  hosts: readonly string[];
  /** What a workspace has to enter once, before it can be used. */
  fields: readonly Field[];
  /** What an account's id looks like. */
  account_placeholder: string;
  /** Asks for what only somebody who is let in can have. Rejects with TokenError. */
  check: (settings: Given, ask: AskAuthProvider) => Promise<void>;
  /** The token of one account. Rejects with TokenError: `gone` when only a person can help. */
  fetch: (settings: Given, account: string, ask: AskAuthProvider) => Promise<ProvidedToken>;
}

/** A field of the settings. */
export const setting = (
  key: string,
  label: string,
  more: Partial<Omit<Field, 'key' | 'label'>> = {},
): Field => ({
  key,
  label,
  required: true,
  secret: true,
  placeholder: '',
  help: '',
  where_to_find: [],
  find_url: null,
  ...more,
});
