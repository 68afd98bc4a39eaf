import { KINDS, ownerRecord, propertyTypes } from '@/lib/sandbox/data/hubspot';
import type { KindName, PropertyType } from '@/lib/sandbox/data/hubspot';
import { STAGES } from '@/lib/sandbox/data/hubspot-crm';
import { json } from '@/lib/sandbox/kit/call';
import type { Call, Reply } from '@/lib/sandbox/kit/call';
import type { Item } from '@/lib/sandbox/kit/collection';
import type { World } from '@/lib/sandbox/kit/world';
import { Refused } from '@/lib/sandbox/kit/refusal';
import { paged } from '@/lib/sandbox/providers/hubspot/paging';
import type { Paging } from '@/lib/sandbox/providers/hubspot/paging';

const notFound = (what: string): never => {
  throw new Refused({ status: 404, why: 'not_found', message: `${what} does not exist` });
};

export function owners(
  call: Call,
  account: string,
  query: Paging & { email: string | null },
  world: World,
): Reply {
  const record = (item: Item) => ownerRecord(item, account);
  const { email } = query;
  return paged(
    call,
    world.collection(account, 'owners')!,
    query,
    (item) => Buffer.from(JSON.stringify(record(item))),
    email === null ? undefined : (item) => record(item).email === email,
  );
}

export function owner(
  account: string,
  id: string,
  { idProperty, archived }: { idProperty: string; archived: boolean },
  world: World,
): Reply {
  const collection = world.collection(account, 'owners')!;
  const all = archived ? collection.deleted() : collection.live();
  const found = all
    .map((item) => ownerRecord(item, account))
    .find((one) => String(idProperty === 'userId' ? one.userId : one.id) === id);
  return json(200, found ?? notFound(`Owner ${id}`));
}

const EPOCH = '2024-01-01T00:00:00.000Z';
const FIELD_TYPES: Record<PropertyType, readonly [type: string, field: string]> = {
  string: ['string', 'text'],
  number: ['number', 'number'],
  datetime: ['datetime', 'date'],
  id: ['number', 'number'],
};

function definition(kind: KindName, name: string, holds: PropertyType) {
  const [type, fieldType] = FIELD_TYPES[holds];
  return {
    name,
    label: name.replace(/^hs_/, '').replaceAll('_', ' '),
    type,
    fieldType,
    description: '',
    groupName: `${KINDS[kind].singular}information`,
    options: [],
    displayOrder: -1,
    calculated: false,
    externalOptions: false,
    hasUniqueValue: name === 'hs_object_id',
    hidden: false,
    hubspotDefined: true,
    formField: true,
    createdAt: EPOCH,
    updatedAt: EPOCH,
    archived: false,
  };
}

/** None is archived. */
export function properties(kind: KindName, archived: boolean): Reply {
  const all = archived ? [] : [...propertyTypes(KINDS[kind])];
  return json(200, { results: all.map(([name, holds]) => definition(kind, name, holds)) });
}

export function property(kind: KindName, name: string): Reply {
  const holds = propertyTypes(KINDS[kind]).get(name) ?? notFound(`Property ${name}`);
  return json(200, definition(kind, name, holds));
}

const CLOSED: Record<string, string> = { closedwon: '1.0', closedlost: '0.0' };
const TICKET_STAGES = ['New', 'Waiting on contact', 'Waiting on us', 'Closed'];
const stamps = { createdAt: EPOCH, updatedAt: EPOCH, archived: false };
const PIPELINES: Partial<Record<KindName, { id: string } & Record<string, unknown>>> = {
  deals: {
    id: 'default',
    label: 'Sales pipeline',
    displayOrder: 0,
    stages: STAGES.map((id, displayOrder) => ({
      id,
      label: id,
      displayOrder,
      metadata: {
        isClosed: String(id in CLOSED),
        probability: CLOSED[id] ?? (displayOrder * 0.2).toFixed(1),
      },
      ...stamps,
    })),
    ...stamps,
  },
  tickets: {
    id: '0',
    label: 'Support pipeline',
    displayOrder: 0,
    stages: TICKET_STAGES.map((label, i) => ({
      id: String(i + 1),
      label,
      displayOrder: i,
      metadata: { ticketState: i === 3 ? 'CLOSED' : 'OPEN', isClosed: String(i === 3) },
      ...stamps,
    })),
    ...stamps,
  },
};

/** Only deals and tickets go through pipelines; every portal here has one of each. */
export function pipelines(kind: KindName): Reply {
  const found = PIPELINES[kind] ?? notFound(`A pipeline of ${kind}`);
  return json(200, { results: [found] });
}

export function pipeline(kind: KindName, id: string): Reply {
  const found = PIPELINES[kind];
  return json(200, found?.id === id ? found : notFound(`Pipeline ${id}`));
}
