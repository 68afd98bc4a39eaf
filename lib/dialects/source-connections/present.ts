import type * as z from 'zod';
import type { Caller } from '@/lib/api/caller';
import type { Connection as Canonical } from '@/lib/contract/connections';
import { missing } from '@/lib/contract/missing';
import type { Run } from '@/lib/contract/runs';
import { renamed } from '@/lib/dialects/renamed';
import type * as shapes from '@/lib/dialects/source-connections/shapes';
import {
  CONNECTION_FIELDS,
  ERROR_CATEGORY,
  JOB_FIELDS,
  JOB_STATUS,
  METHOD,
  NEEDS_REAUTH,
  STATUS,
} from '@/lib/dialects/source-connections/words';

export type Connection = z.output<typeof Canonical>;
type There = Connection & { status: keyof typeof STATUS };
type Job = Run & { status: keyof typeof JOB_STATUS };

/** How many runs are looked at. */
const RECENT = 100;

export const isThere = (c: Connection): c is There => c.status !== 'disconnected';
const isJob = (run: Run): run is Job => run.status !== 'skipped_locked';

/** A connection that was not deleted. Throws connection_not_found. */
export async function mustBeThere({ execute }: Caller, id: string): Promise<There> {
  const connection = await execute('getConnection', { id });
  if (!isThere(connection)) throw missing('connection');
  return connection;
}

const needsReauth = (c: There): boolean => c.status !== 'pending' && c.health === 'needs_reauth';
const isAuthenticated = (c: There): boolean => c.status !== 'pending' && !needsReauth(c);
const statusOf = (c: There): z.output<typeof shapes.Status> =>
  needsReauth(c) ? NEEDS_REAUTH : STATUS[c.status];

/** A run as a job. */
export function jobOf(run: Job): z.output<typeof shapes.SyncJob> {
  const { started_at, finished_at } = run;
  return {
    ...renamed(JOB_FIELDS, run),
    status: JOB_STATUS[run.status],
    duration_seconds:
      started_at && finished_at ? (Date.parse(finished_at) - Date.parse(started_at)) / 1000 : null,
  };
}

/** The jobs of a connection, newest first. */
export async function jobsOf(
  { execute }: Caller,
  id: string,
  limit = RECENT,
): Promise<z.output<typeof shapes.SourceConnectionJob>[]> {
  const { runs } = await execute('listRuns', { id, limit });
  return runs.filter(isJob).map((run) => ({ ...jobOf(run), source_connection_id: id }));
}

/** A connection as a list shows it. */
export const listed = (c: There): z.output<typeof shapes.SourceConnectionListItem> => ({
  id: c.id,
  name: c.name,
  short_name: c.connector_type,
  readable_collection_id: c.collection ?? '',
  created_at: c.created_at,
  modified_at: c.updated_at,
  is_authenticated: isAuthenticated(c),
  auth_method: METHOD[c.authorization],
  status: statusOf(c),
  entity_count: c.records_total,
  federated_search: false,
});

/** The whole of a connection, with what was said when it was made. */
export async function whole(
  caller: Caller,
  c: There,
  said: { auth_url?: string; redirect_url?: string } = {},
): Promise<z.output<typeof shapes.SourceConnection>> {
  const [{ runs }, { entities }] = await Promise.all([
    caller.execute('listRuns', { id: c.id, limit: RECENT }),
    caller.execute('listEntities', { id: c.id }),
  ]);
  const jobs = runs.filter(isJob).map(jobOf);
  const broken = needsReauth(c);
  const ended = (status: string): number => jobs.filter((job) => job.status === status).length;
  return {
    ...renamed(CONNECTION_FIELDS, c),
    organization_id: caller.principal.workspace.id,
    readable_collection_id: c.collection ?? '',
    status: statusOf(c),
    auth: {
      method: METHOD[c.authorization],
      authenticated: isAuthenticated(c),
      auth_url: said.auth_url ?? null,
      redirect_url: said.redirect_url ?? null,
      provider_readable_id: c.auth_provider,
    },
    sync: {
      total_runs: jobs.length,
      successful_runs: ended(JOB_STATUS.completed),
      failed_runs: ended(JOB_STATUS.failed),
      last_job: jobs[0] ?? null,
    },
    entities: {
      total_entities: entities.reduce((sum, { count }) => sum + count, 0),
      by_type: Object.fromEntries(
        entities.map(({ entity, count, updated_at }) => [
          entity,
          { count, last_updated: updated_at },
        ]),
      ),
    },
    error_category: broken ? ERROR_CATEGORY[c.authorization] : null,
    error_message: broken ? (c.last_error ?? c.health_detail.cause) : null,
    provider_settings_url: broken ? await settingsUrl(caller, c) : null,
    federated_search: false,
  };
}

/** Where the auth provider of a connection is set up; null: it has none. */
async function settingsUrl({ execute }: Caller, c: There): Promise<string | null> {
  if (c.auth_provider === null) return null;
  const { auth_providers } = await execute('listAuthProviders', {});
  const fields = auth_providers.find(({ id }) => id === c.auth_provider)?.fields ?? [];
  return fields.find(({ find_url }) => find_url !== null)?.find_url ?? null;
}
