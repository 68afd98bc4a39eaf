import type * as z from 'zod';
import { startedBy } from '@/lib/access/service';
import type { Connection } from '@/lib/contract/connections';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Principal } from '@/lib/contract/principal';
import {
  allConnectors,
  availability,
  blockedConnectors,
  findConnector,
  notApproved,
  settings,
} from '@/lib/catalog/service';
import type { Connector, Field } from '@/lib/connectors/kit';
import { findRow, returnOrigins, type Row } from '@/lib/connections/repository-read';
import { lockConnection } from '@/lib/connections/repository-write';
import { safeReturnTo } from '@/lib/connections/return-to';
import { toConnection } from '@/lib/connections/view';
import { now } from '@/lib/platform/clock';
import type { Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { staleAfter } from '@/lib/schedule/service';

/** The person behind a principal; for an API key, whoever made it. */
export const personOf = (principal: Principal): string | null => startedBy(principal).user_id;

/** A connection of the caller's workspace. A missing id and another workspace's id fail alike. */
export async function mustFind(principal: Principal, id: string): Promise<Row> {
  const row = await findRow(principal.workspace.id, id);
  if (!row || !reaches(principal, row)) throw missing('connection');
  return row;
}

/**
 * The same inside a transaction, which then holds the connection: what is judged by the row stays
 * true until it ends.
 */
export async function mustLock(tx: Sql, principal: Principal, id: string): Promise<Row> {
  const { workspace } = principal;
  await lockConnection(tx, workspace.id, id);
  const row = await findRow(workspace.id, id, tx);
  if (!row || !reaches(principal, row)) throw missing('connection');
  return row;
}

/** Whether the key that asks is for this connection; one that is not is told nothing of it. */
const reaches = (principal: Principal, row: Row): boolean =>
  principal.kind !== 'api_key' ||
  ((principal.connection_ids.length === 0 || principal.connection_ids.includes(row.id)) &&
    (principal.connector_types.length === 0 ||
      principal.connector_types.includes(row.connector_type)));

/**
 * Whether the caller may see what a connection brought in. Of a personal one that is its owner's,
 * and theirs whom the workspace's policy names (Settings → Access); the caller's role alone is none.
 */
export const seesRecords = (principal: Principal, row: Row): boolean =>
  row.scope !== 'personal' ||
  (row.owner_user_id !== null && row.owner_user_id === personOf(principal)) ||
  principal.access.personal_records !== 'hidden';

/** Throws forbidden unless the caller may see the connection's records. */
export function mayReadRecords(principal: Principal, row: Row): void {
  if (seesRecords(principal, row)) return;
  throw new DomainError('forbidden', {
    detail: 'Records of a personal connection are for its owner, and for whom the workspace names.',
    fix: 'Ask its owner, or an admin of the workspace.',
  });
}

/**
 * A connection whose records the caller may read. Throws connection_not_found, and forbidden when it
 * is somebody else's.
 */
export async function recordsOf(principal: Principal, id: string): Promise<Row> {
  const row = await mustFind(principal, id);
  mayReadRecords(principal, row);
  return row;
}

/**
 * A connector that can be connected in this workspace. Throws unknown_connector or
 * connector_not_connectable with the reason.
 */
export async function mustBeConnectable(
  principal: Principal,
  type: string,
  own_app = false,
): Promise<Connector> {
  const connector = findConnector(type);
  if (!connector)
    throw new DomainError('unknown_connector', { detail: `There is no connector "${type}".` });
  assertMayConnect(principal, connector.type);
  if ((await blockedConnectors()).has(connector.type))
    throw new DomainError('connector_not_connectable', {
      detail: notApproved(connector).availability_reason,
    });
  const state = availability(connector, principal.workspace.mode, await settings());
  if (state.availability === 'available' || (own_app && state.availability === 'not_configured'))
    return connector;
  throw new DomainError('connector_not_connectable', {
    detail: state.availability_reason ?? `${connector.name} cannot be connected yet.`,
  });
}

/** A key for some connections alone makes no others; one for some types makes those. */
function assertMayConnect(principal: Principal, type: string): void {
  if (principal.kind !== 'api_key') return;
  const { connection_ids, connector_types } = principal;
  if (connection_ids.length === 0 && connector_types.length === 0) return;
  if (connection_ids.length === 0 && connector_types.includes(type)) return;
  throw new DomainError('insufficient_scope', {
    detail:
      connection_ids.length > 0
        ? 'This key is for connections that exist already.'
        : `This key is for ${connector_types.join(', ')} alone.`,
    fix: 'Use a key that is not restricted.',
  });
}

export const connectorOf = (row: Pick<Row, 'connector_type'>): Connector => {
  const connector = findConnector(row.connector_type);
  if (!connector)
    throw new DomainError('unknown_connector', {
      detail: `The connector "${row.connector_type}" is no longer part of this installation.`,
    });
  return connector;
};

/**
 * A connection as the caller may see it: what a provider said may quote a record, so of a personal
 * connection it is left out for everybody but its owner.
 */
export const asSeenBy = (principal: Principal, row: Row): Row =>
  seesRecords(principal, row)
    ? row
    : { ...row, last_error: null, run: row.run && { ...row.run, error_message: null } };

/** The public form of a connection, read again. */
export const present = async (
  principal: Principal,
  id: string,
): Promise<z.output<typeof Connection>> =>
  presentRow(principal, (await findRow(principal.workspace.id, id))!);

/** The public form of a connection that was read. */
export async function presentRow(
  principal: Principal,
  found: Row,
): Promise<z.output<typeof Connection>> {
  const row = asSeenBy(principal, found);
  const connector = findConnector(row.connector_type);
  return toConnection(
    row,
    connector,
    connector ? await staleAfter(connector) : env().FRESHNESS_HOURS * 3_600_000,
    now(),
  );
}

/** Freshness thresholds in seconds by connector type, for SQL. */
export async function staleSeconds(): Promise<Record<string, number>> {
  return Object.fromEntries(
    await Promise.all(
      allConnectors().map(async (c) => [c.type, Math.round((await staleAfter(c)) / 1000)] as const),
    ),
  );
}

export const returnTo = async (
  principal: Principal,
  value: string | undefined,
): Promise<string | null> =>
  safeReturnTo(
    value,
    new URL(env().PUBLIC_URL).origin,
    value?.startsWith('/') === false ? await returnOrigins(principal.workspace.id) : [],
  );

/**
 * The values of a connector's credential fields from a request, trimmed. Null: none was sent.
 * Throws invalid_request naming the fields.
 */
export function credentialFields(
  fields: readonly Field[],
  input: { api_key?: string; credentials?: Record<string, string> },
): Record<string, string> | null {
  if (!input.api_key && !input.credentials) return null;
  const given: Record<string, string> = {
    ...input.credentials,
    ...(input.api_key
      ? { [fields.find((f) => f.key === 'api_key')?.key ?? fields[0]!.key]: input.api_key }
      : {}),
  };
  const errors: { path: string; message: string }[] = [];
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = (given[field.key] ?? '').trim();
    const path =
      field.key === 'api_key' && input.api_key !== undefined
        ? 'api_key'
        : `credentials.${field.key}`;
    if (value === '') {
      if (field.required) errors.push({ path, message: `${field.label} is required.` });
      continue;
    }
    if (field.pattern && !new RegExp(field.pattern).test(value))
      errors.push({ path, message: `This does not look like a ${field.label}. ${field.help}` });
    values[field.key] = value;
  }
  for (const key of Object.keys(given))
    if (!fields.some((f) => f.key === key))
      errors.push({ path: `credentials.${key}`, message: 'This connector has no such field.' });
  if (errors.length > 0)
    throw new DomainError('invalid_request', { detail: errors[0]!.message, errors });
  return values;
}
