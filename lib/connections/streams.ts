import type * as z from 'zod';
import { parentsOf, type Connector, type Stream } from '@/lib/connectors/kit';
import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type {
  ConnectionStream,
  estimateStreams as estimateOperation,
  listStreams as listOperation,
  updateStreams as updateOperation,
} from '@/lib/contract/streams';
import type { Row } from '@/lib/connections/repository-read';
import { chooseStreams } from '@/lib/connections/repository-write';
import { connectorOf, mustFind, mustLock } from '@/lib/connections/shared';
import { assertSyncable, requestByHand } from '@/lib/connections/syncing';
import { emit } from '@/lib/events/service';
import { transaction, type Sql } from '@/lib/platform/db';
import { estimate } from '@/lib/sync/service';

/** Which streams of a connection are not read, and how far back first loads go. */
export interface StreamChoice {
  excluded_streams: string[];
  backfill_from: Date | null;
}

type Listed = z.output<typeof listOperation.output>;

/** What a connection reads, stream by stream in the connector's order. */
export async function listStreams(
  principal: Principal,
  input: z.output<typeof listOperation.input>,
): Promise<Listed> {
  const row = await mustFind(principal, input.id);
  return listed(connectorOf(row), row);
}

/**
 * Switches streams on and off and sets how far back first loads go; what was read stays. A sync is
 * queued for what was added, unless one is live or may not start: then the next one reads it. Throws
 * unknown_stream, or invalid_request where a stream would lack what it is read through.
 */
export async function updateStreams(
  actor: Actor,
  input: z.output<typeof updateOperation.input>,
): Promise<z.output<typeof updateOperation.output>> {
  return transaction(async (tx) => {
    const row = await mustLock(tx, actor, input.id);
    const connector = connectorOf(row);
    const chosen: StreamChoice = {
      excluded_streams: excludedAfter(connector, row.excluded_streams, input.streams ?? {}),
      backfill_from:
        input.backfill_from === undefined ? row.backfill_from : dateOf(input.backfill_from),
    };
    const changed = changes(row, chosen);
    if (changed.length === 0) return { ...listed(connector, row), sync_run_id: null };
    await chooseStreams(tx, row.workspace_id, row.id, chosen);
    await emit(tx, actor, { event: 'connection.updated', id: row.id, data: { changed } });
    const added = addedBy(connector, row, chosen);
    const sync_run_id = added.length > 0 ? await readAdded(tx, actor, row, added) : null;
    return { ...listed(connector, chosen), sync_run_id };
  });
}

/** How much a first load would read, by the provider's own count. Throws not_syncable. */
export async function estimateStreams(
  principal: Principal,
  input: z.output<typeof estimateOperation.input>,
): Promise<z.output<typeof estimateOperation.output>> {
  const row = await mustFind(principal, input.id);
  const connector = connectorOf(row);
  assertSyncable(row);
  const counted = await estimate(row.workspace_id, row.id, connector, input.from ?? null);
  return {
    streams: connector.streams.map(({ name }) => ({
      stream: name,
      records: counted.get(name) ?? null,
    })),
  };
}

/** What a new connection reads. Throws unknown_stream or invalid_request. */
export function choiceOf(
  connector: Connector,
  input: { streams?: readonly string[]; backfill_from?: string },
): StreamChoice {
  const { streams, backfill_from } = input;
  const wanted = streams
    ? Object.fromEntries([
        ...connector.streams.map(({ name }) => [name, false] as const),
        ...streams.map((name) => [name, true] as const),
      ])
    : {};
  return {
    excluded_streams: excludedAfter(connector, [], wanted),
    backfill_from: dateOf(backfill_from ?? null),
  };
}

const dateOf = (time: string | null): Date | null => (time === null ? null : new Date(time));

function excludedAfter(
  connector: Connector,
  before: readonly string[],
  wanted: Readonly<Record<string, boolean>>,
): string[] {
  const names = connector.streams.map(({ name }) => name);
  const unknown = Object.keys(wanted).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new DomainError('unknown_stream', {
      detail: `${connector.name} has no stream "${unknown[0]}". It has: ${names.join(', ')}.`,
    });
  const isOn = (name: string): boolean => wanted[name] ?? !before.includes(name);
  const on = connector.streams.filter(({ name }) => isOn(name));
  if (on.length === 0 && names.length > 0)
    throw refused('A connection that reads no stream reads nothing: leave one on, or pause it.');
  for (const stream of on) mustHaveParents(connector, stream, isOn);
  return names.filter((name) => !isOn(name));
}

function mustHaveParents(
  connector: Connector,
  stream: Stream,
  isOn: (name: string) => boolean,
): void {
  const lacking = parentsOf(stream).find((name) => !isOn(name));
  if (lacking === undefined) return;
  const parent = connector.streams.find(({ name }) => name === lacking)!;
  throw refused(
    `${stream.label} are read through ${parent.label}: leave ${parent.label} on, or switch ` +
      `${stream.label} off, too.`,
  );
}

const refused = (detail: string): DomainError =>
  new DomainError('invalid_request', { detail, errors: [{ path: 'streams', message: detail }] });

const listed = (connector: Connector, chosen: StreamChoice): Listed => ({
  streams: connector.streams.map((stream): ConnectionStream => ({
    stream: stream.name,
    label: stream.label,
    entity: stream.entity,
    description: stream.description,
    sync_mode: stream.incremental ? 'incremental' : 'full',
    enabled: !chosen.excluded_streams.includes(stream.name),
    parents: parentsOf(stream),
    backfill: stream.backfill !== undefined,
  })),
  backfill_from: chosen.backfill_from?.toISOString() ?? null,
});

/** The names of what is different. */
function changes(before: StreamChoice, after: StreamChoice): string[] {
  const names = (choice: StreamChoice) => choice.excluded_streams.toSorted().join(' ');
  return [
    ...(names(before) === names(after) ? [] : ['streams']),
    ...(before.backfill_from?.getTime() === after.backfill_from?.getTime()
      ? []
      : ['backfill_from']),
  ];
}

/** Streams of which there is more to read than before. */
function addedBy(connector: Connector, before: StreamChoice, after: StreamChoice): string[] {
  const from = (choice: StreamChoice) => choice.backfill_from?.getTime() ?? -Infinity;
  const wider = from(after) < from(before);
  const isOn = (name: string) => !after.excluded_streams.includes(name);
  return connector.streams
    .filter(
      ({ name, backfill }) =>
        isOn(name) && (before.excluded_streams.includes(name) || (wider && backfill !== undefined)),
    )
    .map(({ name }) => name);
}

async function readAdded(
  tx: Sql,
  actor: Actor,
  row: Row,
  streams: string[],
): Promise<string | null> {
  if (row.live_run_id || !maySync(row)) return null;
  const run = await requestByHand(tx, actor, row, { sync_type: 'incremental', streams });
  return run.queued ? run.run_id : null;
}

function maySync(row: Row): boolean {
  try {
    assertSyncable(row);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
