import { at, Gone, listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { fenced, type Job, type Target } from '@/lib/mirror/job';
import { childrenOf, requests } from '@/lib/mirror/notion/api';
import { COLUMN_NAMES, COLUMNS, type Column, type ColumnIds } from '@/lib/mirror/notion/columns';
import { keepDatabase, setDatabaseGone } from '@/lib/mirror/repository';
import { SyncError } from '@/lib/sync/service';

const TITLE = 'Knowledge';

/**
 * The database the pages go into: the one of before, one of ours that stands under the parent
 * already (its answer was lost, or the connection is a new one), or a new one. Never made anew when
 * it was deleted by hand: that is asked about. Throws SyncError.
 */
export async function targetOf(job: Job): Promise<Target> {
  const { mirror } = job;
  if (mirror.data_source_id === null) return found(job, await adoptOrMake(job));
  const source = await sourceOf(job, mirror.data_source_id);
  return { data_source_id: mirror.data_source_id, columns: await columnsOf(job, source) };
}

/** The table; asks what is to be done when it was deleted. */
async function sourceOf(job: Job, id: string): Promise<Json> {
  try {
    const { body } = await job.ask(requests.source(id));
    if (at(body, 'in_trash') !== true) return body;
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
  throw await databaseGone(job);
}

/** Notes that the database is gone, and answers the error that ends the run with the question. */
export async function databaseGone(job: Job): Promise<SyncError> {
  await fenced(job, (tx) => setDatabaseGone(tx, job.mirror, true));
  return databaseIsGone();
}

export const databaseIsGone = (): SyncError =>
  new SyncError(
    'unknown',
    'The database was deleted in Notion, or is not shared any more. Nothing is written until ' +
      'somebody says on the page Knowledge sync whether to make it again.',
    { reach: 'run' },
  );

/** The id of the database: one with our columns under the parent, or a new one. */
async function adoptOrMake(job: Job): Promise<string> {
  const { parent_id, parent_title } = job.mirror;
  try {
    for (const block of await childrenOf(job.ask, parent_id)) {
      const isOne = text(block, 'type') === 'child_database';
      if (!isOne || text(block, 'child_database.title') !== TITLE) continue;
      const id = text(block, 'id') ?? '';
      const { body } = await job.ask(requests.database(id));
      const [source] = listAt(body, 'data_sources');
      const { body: table } = await job.ask(requests.source(text(source, 'id') ?? ''));
      if (at(table, `properties.${COLUMNS.external_id.name}`) !== undefined) return id;
    }
    const made = await job.change(requests.makeDatabase(parent_id, TITLE, COLUMN_NAMES), {
      once: true,
    });
    return text(made.body, 'id') ?? '';
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    const message = `Notion does not show the page “${parent_title}” any more. Choose another one.`;
    throw new SyncError('unknown', message, { reach: 'run' });
  }
}

async function found(job: Job, database_id: string): Promise<Target> {
  const { body } = await job.ask(requests.database(database_id));
  const data_source_id = text(listAt(body, 'data_sources')[0], 'id') ?? '';
  const { body: source } = await job.ask(requests.source(data_source_id));
  const columns = await columnsOf(job, source);
  const url = text(body, 'url');
  await fenced(job, (tx) =>
    keepDatabase(tx, job.mirror, { database_id, data_source_id, url, properties: columns }),
  );
  Object.assign(job.mirror, { database_id, data_source_id, properties: columns });
  return { data_source_id, columns };
}

/** The ids of our columns; those that somebody deleted are made again. */
async function columnsOf(job: Job, source: Json): Promise<ColumnIds> {
  const known = idsIn(source, job.mirror.properties);
  const lost = COLUMN_NAMES.filter((column) => known[column] === undefined && column !== 'title');
  if (lost.length === 0) return known as ColumnIds;
  const id = text(source, 'id') ?? '';
  const { body } = await job.change(requests.addColumns(id, lost));
  return idsIn(body, known) as ColumnIds;
}

/** Columns by the id they had, else by their name; the title is the one of that type. */
function idsIn(source: Json, before: Partial<ColumnIds>): Partial<ColumnIds> {
  const all = Object.entries((at(source, 'properties') ?? {}) as Record<string, Json>);
  const ids = all.map(([name, one]) => ({
    name,
    id: text(one, 'id') ?? '',
    type: text(one, 'type'),
  }));
  return Object.fromEntries(
    COLUMN_NAMES.flatMap((column: Column) => {
      const it =
        column === 'title'
          ? ids.find(({ type }) => type === 'title')
          : (ids.find(({ id }) => id === before[column]) ??
            ids.find(({ name }) => name === COLUMNS[column].name));
      return it ? [[column, it.id]] : [];
    }),
  );
}
