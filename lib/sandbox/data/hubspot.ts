import { ACTIVITIES } from '@/lib/sandbox/data/hubspot-activities';
import { CRM, STAGES } from '@/lib/sandbox/data/hubspot-crm';
import { iso, owner } from '@/lib/sandbox/data/hubspot-kind';
import type { Kind, Properties, Sizes } from '@/lib/sandbox/data/hubspot-kind';
import { person, TITLES } from '@/lib/sandbox/data/words';
import { plainItem } from '@/lib/sandbox/kit/collection';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export { sizesFor, sizesOf } from '@/lib/sandbox/data/hubspot-sizes';
export type KindName = Exclude<keyof Sizes, 'owners'>;
export const KINDS: Readonly<Record<KindName, Kind>> = { ...CRM, ...ACTIVITIES };
export const isKind = (name: string): name is KindName => Object.hasOwn(KINDS, name);

/** Every property of a record, the derived ones included. */
export function properties(kind: Kind, item: Item, account: string, sizes: Sizes): Properties {
  // A changed record differs in one or two values, not in everything: content follows the record,
  // `rev` shows in a few.
  const filled = kind.fill(dice(`${account}:${kind.type_id}:${item.n}`), item, account, sizes);
  if (item.rev > 0) Object.assign(filled, revised(kind, item));
  return {
    ...filled,
    // Contacts have it too, but it does not follow their changes.
    hs_lastmodifieddate: iso(item.created),
    ...(item.set as Properties | null),
    hs_object_id: item.id,
    hs_merged_object_ids: item.merged.length > 0 ? item.merged.join(';') : null,
    [kind.modified]: iso(item.updated),
  };
}

function revised(kind: Kind, item: Item): Properties {
  const d = dice(`${kind.type_id}:${item.n}:${item.rev}`);
  switch (kind.type_id) {
    case '0-1':
      return { jobtitle: d.pick(TITLES), phone: `+1 ${d.digits(3)} ${d.digits(7)}` };
    case '0-2':
      return { numberofemployees: String(d.int(5, 3_000)) };
    case '0-3':
      return { amount: String(d.int(8, 950) * 250), dealstage: d.pick(STAGES) };
    case '0-5':
      return { hs_ticket_priority: d.pick(['LOW', 'MEDIUM', 'HIGH', 'URGENT']) };
    default:
      return { hubspot_owner_id: owner(d.int(0, 3)) };
  }
}

export type PropertyType = 'string' | 'number' | 'datetime' | 'id';
const ids = new Map<Kind, ReadonlyMap<string, PropertyType>>();

/** The properties a kind has, and what they hold. */
export function propertyTypes(kind: Kind): ReadonlyMap<string, PropertyType> {
  let found = ids.get(kind);
  if (found) return found;
  const sizes = { companies: 1, owners: 1 } as Sizes;
  const names = Object.keys(properties(kind, plainItem('1', 0, 0), 'sample', sizes));
  const typeOf = (name: string): PropertyType => {
    if (name === 'hs_object_id') return 'id';
    if (kind.numbers.includes(name)) return 'number';
    const time = kind.times.includes(name) || name.endsWith('lastmodifieddate');
    return time ? 'datetime' : 'string';
  };
  ids.set(kind, (found = new Map(names.map((name) => [name, typeOf(name)]))));
  return found;
}

export function ownerRecord(item: Item, account: string): Record<string, unknown> {
  const who = person(dice(`${account}:owner:${item.n}`));
  return {
    id: item.id,
    email: `${who.mailbox}@${account}.example`,
    type: 'PERSON',
    firstName: who.first,
    lastName: who.last,
    userId: 3_000_000 + item.n,
    userIdIncludingInactive: 3_000_000 + item.n,
    createdAt: iso(item.created),
    updatedAt: iso(item.updated),
    archived: item.deleted !== null,
    teams: item.n % 3 === 0 ? [{ id: '178', name: 'New business', primary: true }] : [],
    ...item.set,
  };
}
