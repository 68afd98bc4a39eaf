import { company } from '@/lib/sandbox/data/words';
import type { Company } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

/** What a HubSpot record holds. Every value is text or null, as HubSpot sends them. */
export type Properties = Record<string, string | null>;

/** How many records an account has; owners are its users. */
export interface Sizes {
  contacts: number;
  companies: number;
  deals: number;
  tickets: number;
  owners: number;
  calls: number;
  meetings: number;
  notes: number;
  tasks: number;
  emails: number;
}

export interface Kind {
  /** Rises with n. */
  id: (n: number) => string;
  type_id: string;
  /** The name in the singular, under which the API knows it too. */
  singular: string;
  modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
  /** What a list without `properties` returns. */
  usual: readonly string[];
  scope: string;
  /** Properties that hold numbers, and such that hold times, besides those of every kind. */
  numbers: readonly string[];
  times: readonly string[];
  fill: (d: Dice, item: Item, account: string, sizes: Sizes) => Properties;
}

export const iso = (ms: number) => new Date(ms).toISOString();
export const owner = (n: number) => String(40_000_000 + n * 37);
export const ownerOf = (d: Dice, sizes: Sizes) => owner(d.int(0, Math.max(0, sizes.owners - 1)));
/**
 * The company record that belongs to a place, so that people, deals and tickets name companies that
 * exist.
 */
export function companyAt(account: string, place: number): Company {
  const key = `${account}:companies:${place}`;
  let found = companies.get(key);
  if (!found) companies.set(key, (found = company(dice(key))));
  return found;
}
const companies = new Map<string, Company>();
export const someCompany = (d: Dice, account: string, sizes: Sizes) =>
  companyAt(account, d.int(0, Math.max(0, sizes.companies - 1)));
/** Ids that begin somewhere and rise by one. */
export const from = (first: number) => (n: number) => String(first + n);
