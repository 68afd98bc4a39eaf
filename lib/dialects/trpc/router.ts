import { initTRPC, TRPCError } from '@trpc/server';
import * as z from 'zod';
import type { Caller } from '@/lib/api/caller';
import { DomainError } from '@/lib/contract/errors';
import type { Run } from '@/lib/contract/runs';
import type { Level } from '@/lib/contract/surfaces';
import { renamed } from '@/lib/dialects/renamed';
import { asTrpcError } from '@/lib/dialects/trpc/errors';
import { find, findAll, findConnection, type Found } from '@/lib/dialects/trpc/find';
import * as shapes from '@/lib/dialects/trpc/shapes';
import {
  CONNECTOR_FIELDS,
  idOf,
  LATEST_FIELDS,
  STATUS,
  SYNC_FIELDS,
} from '@/lib/dialects/trpc/words';

export interface Context {
  caller: Caller;
  request_id: string;
}
const t = initTRPC.context<Context>().create({ isDev: false });

/**
 * For whoever belongs to the workspace; what is refused becomes an error of tRPC. Before its input is
 * read: of a hidden surface no procedure is there.
 */
const tenant = t.procedure.use(async ({ ctx, next, path, type }) => {
  assertThere(ctx, path, type === 'query' ? 'read' : 'write');
  const result = await next();
  if (!result.ok) throw asTrpcError(result.error, ctx.request_id);
  return result;
});
/** Throws what tRPC answers to a procedure that never was, or FORBIDDEN. */
function assertThere({ caller, request_id }: Context, path: string, level: Level): void {
  try {
    caller.mustReach(level);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unknown_path')
      throw new TRPCError({ code: 'NOT_FOUND', message: `No procedure found on path "${path}"` });
    throw asTrpcError(error, request_id);
  }
}

/** For admins alone. */
const admin = tenant.use(({ ctx, next }) => {
  ctx.caller.mustBeAdmin();
  return next();
});

const listed = ({ connector, connection }: Found) => ({
  id: idOf(connector.type),
  name: connector.name,
  version: connector.version,
  status: STATUS[connection?.status ?? 'disconnected'],
  ...(connection
    ? renamed(CONNECTOR_FIELDS, connection)
    : { lastSyncAt: null, lastSyncError: null }),
});

/** What is known of the account, under names as they write them. */
const configOf = ({ connection }: Found): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...connection?.config, ...connection?.account_details }).map(
      ([name, value]) => [
        name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ],
    ),
  );

/** A run that read something; one that was skipped did not. */
const isSync = ({ status }: Run): boolean => status !== 'skipped_locked';
const RECENT = 10;

/** The one connector of the Salesforce flow. */
const SALESFORCE = 'salesforce';

/**
 * The router `connector`: what it answers is what the operations of the contract answer, in its
 * words. A connectorId is a connector's id or that of a connection.
 */
export const appRouter = t.router({
  connector: t.router({
    list: tenant
      .output(z.array(shapes.Listed))
      .query(async ({ ctx }) => (await findAll(ctx.caller)).map(listed)),

    getStatus: tenant
      .input(shapes.ByConnector)
      .output(shapes.Detail)
      .query(async ({ ctx: { caller }, input }) => {
        const found = await find(caller, input.connectorId);
        const id = found.connection?.id;
        const { runs } = id
          ? await caller.execute('listRuns', { id, limit: RECENT })
          : { runs: [] };
        const latest = runs.find(isSync);
        return {
          ...listed(found),
          config: configOf(found),
          latestSync: latest ? renamed(LATEST_FIELDS, latest) : null,
        };
      }),

    getAuthUrl: admin
      .output(z.object({ authUrl: z.string() }))
      .mutation(async ({ ctx: { caller } }) => {
        const { connection } = await find(caller, SALESFORCE);
        const reused = connection && connection.status !== 'pending';
        const { authorize_url } = reused
          ? await caller.execute('reconnectConnection', { id: connection.id })
          : await caller.execute('createConnection', { connector_type: SALESFORCE });
        return { authUrl: authorize_url! };
      }),

    disconnect: admin
      .input(shapes.ByConnector)
      .output(z.object({ disconnected: z.literal(true) }))
      .mutation(async ({ ctx: { caller }, input }) => {
        const { id } = await findConnection(caller, input.connectorId);
        const { disconnected } = await caller.execute('deleteConnection', { id });
        return { disconnected };
      }),

    getSyncHistory: tenant
      .input(shapes.ByConnector.extend({ limit: z.number().int().min(1).max(100).default(20) }))
      .output(z.array(shapes.Sync))
      .query(async ({ ctx: { caller }, input }) => {
        const { connection } = await find(caller, input.connectorId);
        if (!connection) return [];
        const { id } = connection;
        const { runs } = await caller.execute('listRuns', { id, limit: input.limit });
        const tenantId = caller.principal.workspace.id;
        return runs.map((run) => ({ ...renamed(SYNC_FIELDS, run), connectorId: id, tenantId }));
      }),

    getEntityCounts: tenant
      .input(shapes.ByConnector)
      .output(shapes.EntityCounts)
      .query(async ({ ctx: { caller }, input }) => {
        const { connection } = await find(caller, input.connectorId);
        const { entities } = connection
          ? await caller.execute('listEntities', { id: connection.id })
          : { entities: [] };
        const count = (name: string) => entities.find((one) => one.entity === name)?.count ?? 0;
        return Object.fromEntries(shapes.ENTITIES.map((name) => [name, count(name)])) as z.output<
          typeof shapes.EntityCounts
        >;
      }),

    triggerSync: admin
      .input(shapes.ByConnector.extend({ fullSync: z.boolean().default(false) }))
      .output(z.object({ queued: z.literal(true), connectorId: z.string(), fullSync: z.boolean() }))
      .mutation(async ({ ctx: { caller }, input: { connectorId, fullSync } }) => {
        const { id } = await findConnection(caller, connectorId);
        const { queued } = await caller.execute('startSync', { id, full_sync: fullSync });
        return { queued, connectorId: id, fullSync };
      }),
  }),
});
