import * as z from 'zod';
import { defineForeign } from '@/lib/api/foreign';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import {
  authorizationOf,
  defaultVariant,
  syncsFor,
  variantOf,
} from '@/lib/dialects/source-connections/authentication';
import {
  isThere,
  jobsOf,
  listed,
  mustBeThere,
  whole,
} from '@/lib/dialects/source-connections/present';
import * as shapes from '@/lib/dialects/source-connections/shapes';
import { CANCELLING } from '@/lib/dialects/source-connections/words';

const BASE = '/source-connections';
const shared = { tag: 'Source connections' } as const;
const ById = z.strictObject({ id: z.string().min(1).max(100) });
const page = (most: number) => ({
  skip: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(most).default(100),
});
const flag = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }).or(z.boolean());

export const createSourceConnection = defineForeign({
  ...shared,
  id: 'createSourceConnection',
  method: 'POST',
  path: BASE,
  summary: 'Create a source connection',
  of: ['getCatalog', 'createConnection'],
  input: z.strictObject({
    short_name: z.string().min(1).max(60),
    readable_collection_id: z.string().min(1).max(120),
    name: shapes.Name.nullish(),
    description: shapes.Description.nullish(),
    config: z.record(z.string().max(60), z.unknown()).nullish(),
    schedule: shapes.Schedule.nullish(),
    sync_immediately: z.boolean().nullish(),
    authentication: shapes.Authentication.nullish(),
    redirect_url: z.string().max(2_048).nullish(),
  }),
  output: { 200: shapes.SourceConnection },
  answer: async (caller, input) => {
    const { connectors } = await caller.execute('getCatalog', {});
    const entry = connectors.find(({ type }) => type === input.short_name);
    const given = input.authentication ?? {};
    const variant = input.authentication ? variantOf(given) : defaultVariant(entry);
    const redirect_url = input.redirect_url ?? given.redirect_uri ?? undefined;
    const made = await caller.execute('createConnection', {
      connector_type: input.short_name,
      collection: input.readable_collection_id,
      name: input.name ?? `${entry?.name ?? input.short_name} Connection`,
      description: input.description ?? undefined,
      config: input.config ?? undefined,
      schedule: input.schedule ?? undefined,
      sync_immediately: syncsFor(variant, input.sync_immediately),
      return_to: redirect_url,
      ...authorizationOf(variant, given, entry, Date.now()),
    });
    if (made.mode === 'already_connected')
      throw new DomainError('account_already_connected', {
        extra: { existing_id: made.existing_id },
      });
    const connection = await mustBeThere(caller, made.connection!.id);
    const { authorize_url: auth_url } = made;
    return { body: await whole(caller, connection, { auth_url, redirect_url }) };
  },
});

export const listSourceConnections = defineForeign({
  ...shared,
  id: 'listSourceConnections',
  method: 'GET',
  path: BASE,
  summary: 'List source connections, newest first',
  of: ['listConnections'],
  input: z.strictObject({ collection: z.string().max(120).optional(), ...page(1_000) }),
  output: { 200: z.array(shapes.SourceConnectionListItem) },
  answer: async ({ execute }, { collection, skip, limit }) => {
    const { connections } = await execute('listConnections', { collection });
    return {
      body: connections
        .filter(isThere)
        .slice(skip, skip + limit)
        .map(listed),
    };
  },
});

export const getSourceConnection = defineForeign({
  ...shared,
  id: 'getSourceConnection',
  method: 'GET',
  path: `${BASE}/{id}`,
  summary: 'Get a source connection',
  of: ['getConnection', 'listRuns', 'listEntities'],
  input: ById,
  output: { 200: shapes.SourceConnection },
  answer: async (caller, { id }) => ({
    body: await whole(caller, await mustBeThere(caller, id)),
  }),
});

export const updateSourceConnection = defineForeign({
  ...shared,
  id: 'updateSourceConnection',
  method: 'PATCH',
  path: `${BASE}/{id}`,
  summary: 'Change the name, description, schedule, config or credentials of a source connection',
  of: ['updateConnection', 'submitCredentials'],
  input: ById.extend({
    name: shapes.Name.optional(),
    description: shapes.Description.nullable().optional(),
    schedule: shapes.Schedule.nullable().optional(),
    config: z.record(z.string().max(60), z.unknown()).optional(),
    authentication: shapes.Authentication.optional(),
  }),
  output: { 200: shapes.SourceConnection },
  answer: async (caller, { id, authentication, ...changes }) => {
    await mustBeThere(caller, id);
    if (authentication) {
      if (variantOf(authentication) !== 'direct')
        throw new DomainError('invalid_request', {
          detail: 'authentication: Only direct credentials can be replaced here.',
          errors: [{ path: 'authentication', message: 'Give credentials.' }],
        });
      const { credentials } = authentication;
      await caller.execute('submitCredentials', { id, credentials: credentials ?? undefined });
    }
    if (!authentication || Object.keys(changes).length > 0)
      await caller.execute('updateConnection', { id, ...changes });
    return { body: await whole(caller, await mustBeThere(caller, id)) };
  },
});

export const deleteSourceConnection = defineForeign({
  ...shared,
  id: 'deleteSourceConnection',
  method: 'DELETE',
  path: `${BASE}/{id}`,
  summary: 'Delete a source connection; answers what it was',
  of: ['getConnection', 'deleteConnection'],
  input: ById,
  output: { 200: shapes.SourceConnection },
  answer: async (caller, { id }) => {
    const body = await whole(caller, await mustBeThere(caller, id));
    await caller.execute('deleteConnection', { id });
    return { body };
  },
});

export const runSourceConnection = defineForeign({
  ...shared,
  id: 'runSourceConnection',
  method: 'POST',
  path: `${BASE}/{id}/run`,
  summary: 'Sync a source connection now',
  of: ['startSync'],
  input: ById.extend({ force_full_sync: flag.default(false) }),
  query: ['force_full_sync'],
  output: { 200: shapes.SourceConnectionJob },
  answer: async (caller, { id, force_full_sync }) => {
    await mustBeThere(caller, id);
    const { sync_run_id } = await caller.execute('startSync', { id, full_sync: force_full_sync });
    const jobs = await jobsOf(caller, id);
    return { body: jobs.find((job) => job.id === sync_run_id) };
  },
});

export const listJobs = defineForeign({
  ...shared,
  id: 'listJobs',
  method: 'GET',
  path: `${BASE}/{id}/jobs`,
  summary: 'List the jobs of a source connection, newest first',
  of: ['listRuns'],
  input: ById.extend({ limit: z.coerce.number().int().min(1).max(100).default(100) }),
  output: { 200: z.array(shapes.SourceConnectionJob) },
  answer: async (caller, { id, limit }) => {
    await mustBeThere(caller, id);
    return { body: await jobsOf(caller, id, limit) };
  },
});

export const cancelJob = defineForeign({
  ...shared,
  id: 'cancelJob',
  method: 'POST',
  path: `${BASE}/{id}/jobs/{job_id}/cancel`,
  summary: 'Cancel a job that is waiting or running',
  of: ['cancelRun'],
  input: ById.extend({ job_id: z.string().min(1).max(100) }),
  output: { 200: shapes.SourceConnectionJob },
  answer: async (caller, { id, job_id }) => {
    await caller.execute('cancelRun', { id, run_id: job_id });
    const job = (await jobsOf(caller, id)).find((one) => one.id === job_id);
    if (!job) throw missing('run');
    const status = job.status === 'running' ? CANCELLING : job.status;
    return { body: { ...job, status } };
  },
});
