import {
  createLoader,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server';
import { COLUMNS } from '@/components/connections/columns';
import type { InventoryFilter } from '@/lib/client/queries';
import type { Category } from '@/lib/contract/common';
import { SORTS, STATES } from '@/lib/contract/state';
import { CATEGORY_LABELS } from '@/lib/client/catalog-search';

const LONGEST_SEARCH = 100;
const LONGEST_TAGS = 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const categories = Object.keys(CATEGORY_LABELS) as Category[];

/** The filters of the inventory as they stand in the address. */
export const filterParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(STATES),
  category: parseAsStringLiteral(categories),
  app: parseAsString,
  owner: parseAsString,
  /** The workspace's connections, which all of its people share. */
  shared: parseAsBoolean,
  /** Tags: what has all of them. */
  tag: parseAsArrayOf(parseAsString).withDefault([]),
  sort: parseAsStringLiteral(SORTS),
  /** Columns that are left out. */
  hide: parseAsArrayOf(parseAsStringLiteral(COLUMNS)).withDefault([]),
};
export type Filters = inferParserType<typeof filterParsers>;

export const loadFilters = createLoader(filterParsers);

/** The filters as the API takes them; equal filters give an equal query key. */
export function toInventoryFilter({
  q,
  state,
  category,
  app,
  owner,
  shared,
  tag,
  sort,
}: Filters): InventoryFilter {
  return {
    ...(q.trim() ? { q: q.trim().slice(0, LONGEST_SEARCH) } : {}),
    ...(state ? { state } : {}),
    ...(category ? { category } : {}),
    ...(app ? { connector_type: app.slice(0, 60) } : {}),
    ...(owner && UUID.test(owner) ? { owner_user_id: owner } : {}),
    ...(shared ? { scope: 'business' as const } : {}),
    ...(tag.some(isSaid) ? { tag: tag.filter(isSaid).join(',').slice(0, LONGEST_TAGS) } : {}),
    ...(sort && sort !== 'worst' ? { sort } : {}),
  };
}

const isSaid = (tag: string): boolean => tag.trim() !== '';

/** Whether anything is left out; an order leaves out nothing. */
export const isFiltered = (filters: Filters): boolean =>
  Object.keys(toInventoryFilter({ ...filters, sort: null })).length > 0;
