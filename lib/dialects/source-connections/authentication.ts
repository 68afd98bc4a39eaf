import type { CatalogEntry } from '@/lib/contract/catalog';
import { DomainError } from '@/lib/contract/errors';
import type { Authentication } from '@/lib/dialects/source-connections/shapes';
import { IN_BROWSER, VARIANTS, type Variant } from '@/lib/dialects/source-connections/words';

const ALL = Object.entries(VARIANTS) as [Variant, (typeof VARIANTS)[Variant]][];
const named = (variant: Variant): string => `${variant} (${VARIANTS[variant].needs.join(' and ')})`;
const or = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const refuse = (message: string): never => {
  throw new DomainError('invalid_request', {
    detail: `authentication: ${message}`,
    errors: [{ path: 'authentication', message }],
  });
};

/**
 * Which way to authenticate the given fields are. Throws invalid_request, naming the ways, when they
 * are none, more than one, or only part of one.
 */
export function variantOf(authentication: Authentication): Variant {
  const given = Object.entries(authentication)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name]) => name);
  if (given.length === 0)
    return refuse(`This is empty. Give ${or(ALL.map(([variant]) => named(variant)))}.`);
  const has = (name: string): boolean => given.includes(name);
  const fits = ALL.filter(
    ([, { needs, may }]) =>
      needs.every(has) && given.every((name) => needs.includes(name) || may.includes(name)),
  ).map(([variant]) => variant);
  if (fits.length === 1) return fits[0]!;
  const meant = ALL.filter(([, { needs, may }]) => [...needs, ...may].some(has)).map(([v]) => v);
  if (meant.length > 1)
    return refuse(`${given.join(' and ')} are of ${or(meant.map(named))}: give one of them alone.`);
  return refuse(`${given.join(' and ')} alone is not enough: ${named(meant[0]!)} is needed.`);
}

/** The way of a connection that says nothing of it: a sign-in where the connector has one. */
export const defaultVariant = (entry: CatalogEntry | undefined): Variant =>
  entry?.auth_method === 'oauth' ? 'oauth_browser' : 'direct';

/**
 * Whether a connection syncs at once, or after the sign-in where there is one. Throws
 * invalid_request when that is asked for before anybody has signed in.
 */
export function syncsFor(variant: Variant, sync_immediately: boolean | null | undefined): boolean {
  if (!IN_BROWSER.has(variant)) return sync_immediately ?? true;
  if (sync_immediately === true) {
    const message = `With ${variant} it syncs after the sign-in; leave this out.`;
    throw new DomainError('invalid_request', {
      detail: `sync_immediately: ${message}`,
      errors: [{ path: 'sync_immediately', message }],
    });
  }
  return sync_immediately ?? true;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The fields of createConnection that say how to authenticate. */
export function authorizationOf(
  variant: Variant,
  given: Authentication,
  entry: CatalogEntry | undefined,
  now_ms: number,
): Record<string, unknown> {
  switch (variant) {
    case 'direct': {
      const { credentials } = given;
      if (!credentials) return {};
      return entry?.auth_method === 'handle'
        ? { account_handle: credentials.account_handle ?? credentials.handle }
        : { credentials };
    }
    case 'oauth_token':
      return {
        access_token: given.access_token,
        refresh_token: given.refresh_token ?? undefined,
        expires_at: given.expires_in
          ? new Date(now_ms + given.expires_in * 1000).toISOString()
          : (given.expires_at ?? undefined),
      };
    case 'auth_provider':
      return {
        auth_provider: given.provider_readable_id,
        auth_provider_account:
          text(given.provider_config?.account_id) ?? text(given.provider_config?.account),
      };
    case 'oauth_byoc':
      return { client_id: given.client_id, client_secret: given.client_secret };
    case 'oauth_browser':
      return {};
  }
}
