import type * as z from 'zod';
import { recordsOf } from '@/lib/connections/service';
import { findConnector } from '@/lib/catalog/service';
import { listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { DomainError } from '@/lib/contract/errors';
import type { listKnowledgeParents as parentsOperation } from '@/lib/contract/knowledge-sync';
import type { Principal } from '@/lib/contract/principal';
import { searchPages } from '@/lib/mirror/notion/api';
import { assertOutbound } from '@/lib/mirror/outbound';
import { TokenError } from '@/lib/oauth/service';
import { askerFor, loadConnection, openCaller, SyncError } from '@/lib/sync/service';

/** A person waits for it. */
const PATIENCE_MS = 15_000;
const MOST = 25;

/**
 * Pages in Notion under which the database can be made: those shared with the app, the newest edit
 * first. Throws not_outbound, not_syncable when the connection cannot be used now, and
 * provider_unavailable or provider_rate_limited.
 */
export async function listKnowledgeParents(
  principal: Principal,
  { id, q }: z.output<typeof parentsOperation.input>,
): Promise<z.output<typeof parentsOperation.output>> {
  const row = await recordsOf(principal, id);
  assertOutbound(row);
  const connection = await loadConnection(row.workspace_id, row.id);
  const connector = findConnector(row.connector_type);
  if (!connection || !connector || !['connected', 'error', 'paused'].includes(row.status))
    throw new DomainError('not_syncable', {
      detail: 'Notion has not been authorized, or not any more.',
      fix: 'Connect it first.',
    });
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const clock = { offset_ms: null };
    const caller = await openCaller(connection, connector, { probe: true, signal, clock });
    const found = await searchPages(askerFor(caller), q, MOST);
    return { pages: found.filter(isOwnPage).map(shown) };
  } catch (error) {
    throw told(error);
  }
}

/** Rows of databases are pages too, and nothing for a database to stand under. */
const isOwnPage = (page: Json): boolean => text(page, 'parent.type') !== 'data_source_id';

function shown(page: Json): { id: string; title: string; url: string | null } {
  const properties = (page as { properties?: Record<string, Json> }).properties ?? {};
  const title = Object.values(properties).find((one) => text(one, 'type') === 'title');
  const words = listAt(title, 'title').map((run) => text(run, 'plain_text') ?? '');
  return {
    id: text(page, 'id') ?? '',
    title: words.join('').slice(0, 500) || 'Untitled',
    url: text(page, 'url'),
  };
}

function told(error: unknown): unknown {
  if (error instanceof SyncError && error.reason === 'rate_limit')
    return new DomainError('provider_rate_limited', { detail: error.message });
  const isAuth = error instanceof SyncError && error.reason === 'auth';
  if (isAuth || (error instanceof TokenError && error.kind !== 'transient'))
    return new DomainError('not_syncable', { detail: error.message, fix: 'Reconnect it first.' });
  if (error instanceof SyncError || error instanceof TokenError)
    return new DomainError('provider_unavailable', { detail: error.message });
  return (error as Error).name === 'TimeoutError' ? new DomainError('provider_unavailable') : error;
}
