import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { languageHere } from '@/app/i18n/catalog';
import { callAsSession } from '@/lib/api/page';
import { ADDRESS_HEADER, safeCallback } from '@/lib/client/auth';
import { catalogIn, entitiesIn, providerAppsIn } from '@/lib/client/catalog-words';
import { spoken } from '@/lib/client/languages';
import type { Input, Output } from '@/lib/client/call';
import { DomainError } from '@/lib/contract/errors';
import type { Scope } from '@/lib/contract/operation';
import type { OperationId } from '@/lib/contract';

const SIGNED_OUT = new Set(['unauthenticated', 'session_expired']);
/** A malformed id in the address is one more address where nothing is. */
const ABSENT = new Set([
  'not_found',
  'unknown_path',
  'connection_not_found',
  'forbidden',
  'insufficient_scope',
  'invalid_request',
]);

/**
 * Reads for a page as the person who is signed in. Signed out leads to sign-in and back to `path`;
 * what is missing, or not theirs, is a not-found page. Other errors go to the error boundary.
 */
export async function load<Id extends OperationId>(
  slug: string | null,
  id: Id,
  input: Input<Id>,
  path: string,
): Promise<Output<Id>> {
  try {
    return await callAsSession(slug, id, input);
  } catch (error) {
    if (error instanceof DomainError && SIGNED_OUT.has(error.code)) return signIn(path);
    if (error instanceof DomainError && ABSENT.has(error.code)) notFound();
    throw error;
  }
}

/**
 * Leads to sign-in and back to the address that was asked for, its query included; to `path` when
 * that is not known.
 */
async function signIn(path: string): Promise<never> {
  redirect(
    `/sign-in?callbackUrl=${encodeURIComponent(safeCallback((await headers()).get(ADDRESS_HEADER)) ?? path)}`,
  );
}

/** The catalog, in the language of whoever looks. Otherwise as `load`. */
export const loadCatalog = async (slug: string, path: string): Promise<Output<'getCatalog'>> =>
  catalogIn(spoken(await languageHere()), await load(slug, 'getCatalog', {}, path));

/** What there is of each stream, in the language of whoever looks. Otherwise as `load`. */
export const loadEntities = async (
  slug: string,
  id: string,
  path: string,
): Promise<Output<'listEntities'>> =>
  entitiesIn(spoken(await languageHere()), await load(slug, 'listEntities', { id }, path));

/** The session, once per request; null when nobody is signed in. */
export const sessionOf = cache(async (slug: string): Promise<Output<'getSession'> | null> => {
  try {
    return await callAsSession(slug, 'getSession', {});
  } catch (error) {
    if (error instanceof DomainError && SIGNED_OUT.has(error.code)) return null;
    if (error instanceof DomainError && ABSENT.has(error.code)) notFound();
    throw error;
  }
});

/** Whether there are social accounts to see side by side: two whose numbers the person may read. */
export async function comparesAccounts(slug: string): Promise<boolean> {
  const session = await sessionOf(slug);
  if (!session?.scopes.includes('connections:read')) return false;
  const { connections } = await callAsSession(slug, 'listConnections', { category: 'social' });
  const seen = connections.filter(
    (c) =>
      c.status !== 'pending' &&
      c.status !== 'disconnected' &&
      (c.scope === 'business' ||
        c.owner_user_id === session.user?.id ||
        session.access.personal_records !== 'hidden'),
  );
  return seen.length > 1;
}

/**
 * Sends whoever is signed out to sign in and come back to `path`; to whoever may not do what the
 * scope names, the page is not there. For layouts: a page answers too late for a redirect or a 404.
 */
export async function requireSession(slug: string, path: string, scope?: Scope): Promise<void> {
  const session = await sessionOf(slug);
  if (session === null) await signIn(path);
  else if (scope !== undefined && !session.scopes.includes(scope)) notFound();
}

/** Where somebody begins in a workspace: with what is connected, or with what is theirs. */
export const homeOf = ({ workspace, access }: Output<'getSession'>): string =>
  access.connections === 'hidden'
    ? `/${workspace.slug}/settings/profile`
    : `/${workspace.slug}/connections`;

/** One connection, once per request. */
export const loadConnection = cache((slug: string, id: string) =>
  load(slug, 'getConnection', { id }, `/${slug}/connections/${id}`),
);

/** The provider apps of the installation in the language of whoever looks, once per request. */
export const loadProviderApps = cache(async (slug: string) =>
  providerAppsIn(
    spoken(await languageHere()),
    await load(slug, 'listProviderApps', {}, `/${slug}/admin/provider-apps`),
  ),
);
