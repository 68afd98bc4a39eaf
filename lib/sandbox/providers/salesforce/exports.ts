import { fieldsOf } from '@/lib/sandbox/data/salesforce';
import { json } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import type { World } from '@/lib/sandbox/kit/world';
import { csvOf, matching, refused, understood } from '@/lib/sandbox/providers/salesforce/query';
import type { Query } from '@/lib/sandbox/providers/salesforce/query';

/** So often an export is asked for before it is there. */
const POLLS = 1;
const COMPOUND = ['address', 'location'];

interface Job {
  soql: string;
  all: boolean;
}

/** The id of an export holds what it is about: the sandbox keeps nothing. */
const idOf = (job: Job, nth: number): string =>
  `750${Buffer.from(JSON.stringify({ ...job, nth })).toString('base64url')}`;

function jobOf(id: string): Job {
  try {
    return JSON.parse(Buffer.from(id.slice(3), 'base64url').toString()) as Job;
  } catch {
    throw refused('NOT_FOUND', 'The requested resource does not exist', 404);
  }
}

/** Begins an export. Throws what Salesforce refuses of one: counts, and fields made of others. */
export function create(world: World, soql: string, all: boolean): Reply {
  const { stream, fields } = understood(soql);
  if (fields === null) throw refused('API_ERROR', 'Aggregate queries are not supported');
  if (fields.some((name) => COMPOUND.includes(fieldsOf(stream)[name] ?? '')))
    throw refused('API_ERROR', 'Selecting compound data not supported in Bulk Query');
  const id = idOf({ soql, all }, world.count('salesforce:jobs'));
  return json(200, { id, operation: all ? 'queryAll' : 'query', state: 'UploadComplete' });
}

export function poll(world: World, id: string): Reply {
  const { soql, all } = jobOf(id);
  const isDone = world.count(`salesforce:${id}`) > POLLS;
  const { object } = understood(soql);
  const state = isDone ? 'JobComplete' : 'InProgress';
  return json(200, { id, operation: all ? 'queryAll' : 'query', object, state });
}

/** A part of the rows; the header says where the next one is, or the word null. */
export function results(
  world: World,
  org: string,
  id: string,
  { maxRecords, locator }: { maxRecords: number; locator: number | null },
): Reply {
  const { soql, all } = jobOf(id);
  const query: Query = understood(soql);
  const found = matching(world, org, query, all);
  const from = locator ?? 0;
  const part = found.slice(from, from + maxRecords);
  const next = from + maxRecords;
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=UTF-8',
      'sforce-locator': next < found.length ? String(next) : 'null',
      'sforce-numberofrecords': String(part.length),
    },
    body: csvOf(org, query, part),
  };
}
