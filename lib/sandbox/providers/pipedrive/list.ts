import { sizesOf } from '@/lib/sandbox/data/pipedrive';
import type { Stream } from '@/lib/sandbox/data/pipedrive';
import { record } from '@/lib/sandbox/data/pipedrive-records';
import { json, jsonOf, objectOf } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

/** Deleted rows are listed for thirty days. */
const KEPT_MS = 30 * 86_400_000;

type Words = readonly string[] | null;
/** What a listing is asked for; which of it a stream knows is declared with its endpoint. */
export interface Selection {
  limit: number;
  cursor: string | null;
  sort_by: string;
  sort_direction: string;
  ids?: Words;
  filter_id?: number | null;
  status?: Words;
  updated_since?: number | null;
  updated_until?: number | null;
  include_fields?: Words;
  custom_fields?: Words;
  deal_id?: number | null;
  /** These name a field of the record each. */
  owner_id?: number | null;
  person_id?: number | null;
  org_id?: number | null;
  pipeline_id?: number | null;
  stage_id?: number | null;
  lead_id?: string | null;
  done?: boolean | null;
}
type Fields = Record<string, unknown>;
const FIELDS = [
  'owner_id',
  'person_id',
  'org_id',
  'pipeline_id',
  'stage_id',
  'lead_id',
  'done',
] as const;

/** Saved filters of every sandbox company. */
const FILTERS: readonly { id: number; stream: Stream; keep: (fields: Fields) => boolean }[] = [
  { id: 1, stream: 'deals', keep: (deal) => deal.status === 'open' },
  { id: 2, stream: 'deals', keep: (deal) => Number(deal.value) >= 50_000 },
  { id: 3, stream: 'persons', keep: (person) => (person.phones as unknown[]).length > 0 },
  { id: 4, stream: 'organizations', keep: (one) => one.industry !== null },
  { id: 5, stream: 'activities', keep: (activity) => activity.done === false },
  { id: 6, stream: 'products', keep: (product) => product.billing_frequency === 'monthly' },
];

const COUNTED = [
  'activities',
  'done_activities',
  'undone_activities',
  'files',
  'notes',
  'followers',
];
const counts = (...more: string[]) => [...COUNTED, ...more].map((name) => `${name}_count`);
const MAILS = ['last_incoming_mail_time', 'last_outgoing_mail_time', 'smart_bcc_email'];
const NEXT = ['next_activity_id', 'last_activity_id'];
/** Fields that come only when they are asked for (`include_fields`). */
export const EXTRAS = {
  deals: [
    ...NEXT,
    ...MAILS,
    'first_won_time',
    'source_lead_id',
    ...counts('products', 'email_messages', 'participants'),
  ],
  persons: [...NEXT, ...MAILS, ...counts('email_messages', 'open_deals', 'closed_deals')],
  organizations: [...NEXT, ...MAILS, ...counts('people', 'open_deals', 'closed_deals')],
  activities: ['attendees'],
};

/** The place of a page's first record by its sort value, so that changes meanwhile shift nothing. */
type Place = { by: string; to: string; at: number | string; n: number };
const second = (ms: number) => Math.floor(ms / 1000) * 1000;

/** An API v2 listing. Longer than a screen: one condition a line, all of them the provider's. */
export function listed(
  call: Call,
  company: string,
  stream: Stream,
  archived: boolean,
  asked: Selection,
  world: World,
): Reply {
  const { limit, sort_by: by, sort_direction: to } = asked;
  const place = asked.cursor === null ? null : placeOf(asked.cursor, by, to);
  const fields = (item: Item) => record(stream, item, company, sizesOf(company)!);
  const at = (item: Item) => valueOf(item, by, fields);
  const sign = to === 'desc' ? -1 : 1;
  const before = (a: Pick<Place, 'at' | 'n'>, b: Pick<Place, 'at' | 'n'>) =>
    sign * (compare(a.at, b.at) || a.n - b.n);
  const chosen = chooser(asked, stream, company, world);
  const since = asked.updated_since ?? null;
  const until = asked.updated_until ?? null;
  const byChange = since !== null || until !== null || by === 'update_time';
  const shown = byChange ? call.now - world.lag_ms() : Infinity;
  const found = poolOf(call, company, stream, archived, asked, world).filter(
    (item) =>
      item.updated <= shown &&
      (since === null || second(item.updated) >= since) &&
      (until === null || second(item.updated) < until) &&
      (!chosen || chosen(fields(item))) &&
      (!place || before({ at: at(item), n: item.n }, place) >= 0),
  );
  const sorted = by === 'id' && sign > 0 ? found : sortedBy(found, at, before);
  const next = sorted[limit];
  const cursor = next ? `"${cursorOf({ by, to, at: at(next), n: next.n })}"` : 'null';
  return jsonOf(
    '{"success":true,"data":[',
    sorted.slice(0, limit).map((item) => bytesOf(stream, item, company, asked)),
    `],"additional_data":{"next_cursor":${cursor}}}`,
  );
}

/** Each value is worked out once. */
const sortedBy = (
  items: readonly Item[],
  at: (item: Item) => number | string,
  before: (a: Pick<Place, 'at' | 'n'>, b: Pick<Place, 'at' | 'n'>) => number,
): Item[] =>
  items
    .map((item) => ({ item, at: at(item), n: item.n }))
    .toSorted(before)
    .map(({ item }) => item);

/** Archived deals have a listing of their own; deleted ones are in neither unless asked for. */
function poolOf(
  call: Call,
  company: string,
  stream: Stream,
  archived: boolean,
  { status, filter_id }: Selection,
  world: World,
): readonly Item[] {
  const collection = world.collection(company, stream)!;
  const alive = archived ? collection.archived() : collection.live();
  if (given(filter_id) || !status?.includes('deleted')) return alive;
  const deleted = collection
    .deleted()
    .filter((item) => item.archived === archived && item.deleted! > call.now - KEPT_MS);
  return status.length > 1 ? [...alive, ...deleted] : deleted;
}

const given = <T>(value: T): value is NonNullable<T> => value !== undefined && value !== null;

/** What a record must be like; null: nothing was asked. A filter makes the rest ignored. */
function chooser(
  asked: Selection,
  stream: Stream,
  company: string,
  world: World,
): ((fields: Fields) => boolean) | null {
  const { filter_id, ids, status, deal_id } = asked;
  if (given(filter_id)) {
    const filter = FILTERS.find((f) => f.id === filter_id && f.stream === stream);
    return filter?.keep ?? refuseParameter('filter_id', String(filter_id), 'names no filter');
  }
  const conditions: ((fields: Fields) => boolean)[] = FIELDS.filter((name) =>
    given(asked[name]),
  ).map((name) => (fields) => fields[name] === asked[name]);
  if (given(ids)) {
    const wanted = new Set(ids);
    conditions.push((fields) => wanted.has(String(fields.id)));
  }
  if (given(status)) conditions.push((fields) => status.includes(String(fields.status)));
  if (given(deal_id) && stream === 'persons') {
    const person = personOf(deal_id, company, world);
    conditions.push((fields) => fields.id === person);
  } else if (given(deal_id)) conditions.push((fields) => fields.deal_id === deal_id);
  return conditions.length === 0
    ? null
    : (fields) => conditions.every((condition) => condition(fields));
}

/** The person of a deal. */
function personOf(deal: number, company: string, world: World): unknown {
  const item = world.collection(company, 'deals')!.get(String(deal));
  return item ? record('deals', item, company, sizesOf(company)!).person_id : null;
}

/** One record by its id; one that was deleted answers as long as it is kept. */
export function one(company: string, stream: Stream, id: number, world: World): Reply {
  const item = world.collection(company, stream)!.get(String(id));
  if (!item || (item.deleted !== null && item.deleted <= world.now() - KEPT_MS))
    throw new Refused({
      status: 404,
      why: 'not_found',
      message: `There is no ${stream} with the id ${id}`,
    });
  return json(200, { success: true, data: record(stream, item, company, sizesOf(company)!) });
}

function bytesOf(stream: Stream, item: Item, company: string, asked: Selection): Buffer {
  const form = `${asked.include_fields?.join() ?? ''} ${asked.custom_fields?.join() ?? ''}`;
  if (item.kept?.form === form) return item.kept.bytes;
  const fields: Fields = record(stream, item, company, sizesOf(company)!);
  for (const name of asked.include_fields ?? []) fields[name] = extra(name, item);
  const custom = fields.custom_fields as Fields | null | undefined;
  if (asked.custom_fields && custom)
    fields.custom_fields = Object.fromEntries(
      Object.entries(custom).filter(([key]) => asked.custom_fields!.includes(key)),
    );
  const bytes = Buffer.from(JSON.stringify(fields));
  item.kept = { form, bytes };
  return bytes;
}

function extra(name: string, item: Item): unknown {
  if (name.endsWith('_count')) return dice(`${name}:${item.n}`).int(0, 12);
  return name === 'attendees' ? [] : null;
}

function valueOf(item: Item, by: string, fields: (item: Item) => Fields): number | string {
  switch (by) {
    case 'id':
      return 0;
    case 'add_time':
      return second(item.created);
    case 'update_time':
      return second(item.updated);
    default:
      return fields(item)[by] as number | string;
  }
}

const compare = (a: number | string, b: number | string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const cursorOf = (place: Place) => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Refuses a cursor that the sandbox did not give, or gave for another order. */
function placeOf(cursor: string, by: string, to: string): Place {
  const place = objectOf(Buffer.from(cursor, 'base64url').toString()) as Partial<Place> | null;
  const good = place?.by === by && place.to === to && typeof place.n === 'number';
  if (!good || place.at === undefined) return refuseParameter('cursor', cursor, 'is not valid');
  return place as Place;
}
