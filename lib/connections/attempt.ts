import type * as z from 'zod';
import type { createConnection as createOperation } from '@/lib/contract/connecting';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type { Connector } from '@/lib/connectors/kit';
import { findExisting } from '@/lib/connections/repository-read';
import {
  insertConnection,
  oneAtATime,
  patchConnection,
  type NewConnection,
} from '@/lib/connections/repository-write';
import { choiceOf } from '@/lib/connections/streams';
import { personOf } from '@/lib/connections/shared';
import { emit } from '@/lib/events/service';
import { db, type Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { ownRhythm } from '@/lib/schedule/service';

export type Input = z.output<typeof createOperation.input>;
export type Result = z.output<typeof createOperation.output>;

/** The row of a connection that is about to be made, as far as the request says what it is. */
export function draft(principal: Principal, connector: Connector, input: Input): NewConnection {
  const person = personOf(principal);
  const scope = input.scope ?? (connector.ownership === 'personal' ? 'personal' : 'business');
  // Nobody could read what a personal connection without an owner brings in.
  const owned = scope === 'personal' || connector.ownership === 'personal';
  return {
    workspace_id: principal.workspace.id,
    id: newId(),
    connector_type: connector.type,
    name: input.name ?? connector.name,
    description: input.description ?? null,
    status: 'pending',
    scope,
    direction: connector.direction,
    singleton: singletonKey(connector, person),
    owner_user_id: owned ? person : null,
    created_by: person,
    provider_app_id: null,
    config: input.config ?? {},
    ...choiceOf(connector, input),
    collection: input.collection ?? null,
    tags: input.tags ?? [],
    ...ownRhythm(input.schedule ?? null),
    sync_immediately: input.sync_immediately,
  };
}

function singletonKey(connector: Connector, person: string | null): string | null {
  if (connector.instancing === 'multiple') return null;
  return connector.ownership === 'personal' ? `${connector.type}:${person ?? ''}` : connector.type;
}

/** The connection there is already, of a connector that is connected once; null: none. */
export const singletonTaken = (principal: Principal, connector: Connector) => {
  const singleton = singletonKey(connector, personOf(principal));
  return singleton === null
    ? null
    : findExisting(db, principal.workspace.id, connector.type, { singleton });
};

/**
 * Two clicks make one row: the second takes up what the first began a moment ago under the same name,
 * with what the second says. Any other unfinished attempt is left alone.
 */
export async function insertOrReuseAttempt(
  tx: Sql,
  actor: Actor,
  connector: Connector,
  row: NewConnection,
): Promise<string> {
  await oneAtATime(tx, row);
  const existing = await findExisting(tx, actor.workspace.id, connector.type, {
    singleton: row.singleton,
    attempt: { of: row.created_by, name: row.name },
  });
  if (!existing) {
    if (!(await insertConnection(tx, row))) throw new DomainError('account_already_connected');
    await emit(tx, actor, created(row));
    return row.id;
  }
  const changes = {
    name: row.name,
    description: row.description,
    provider_app_id: row.provider_app_id,
    config: row.config,
    collection: row.collection,
    tags: row.tags,
    sync_immediately: row.sync_immediately,
    schedule: row.schedule,
    schedule_gap_seconds: row.schedule_gap_seconds,
    excluded_streams: row.excluded_streams,
    backfill_from: row.backfill_from,
  };
  await patchConnection(tx, actor.workspace.id, existing.id, changes);
  await emit(tx, actor, {
    event: 'connection.updated',
    id: existing.id,
    data: { changed: Object.keys(changes) },
  });
  return existing.id;
}

/** What is told of a new connection. */
export const created = ({ id, connector_type, name }: NewConnection) => ({
  event: 'connection.created' as const,
  id,
  data: { connector_type, name },
});
