import {
  createLoader,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server';
import type { InventoryFilter } from '@/lib/client/queries';
import type { Category } from '@/lib/contract/common';
import { STATES } from '@/lib/contract/state';
import { CATEGORY_LABELS } from '@/lib/client/catalog-search';

const LONGEST_SEARCH = 100;
const categories = Object.keys(CATEGORY_LABELS) as Category[];

/** The filters of the inventory as they stand in the address. */
export const filterParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(STATES),
  category: parseAsStringLiteral(categories),
  app: parseAsString,
};
export type Filters = inferParserType<typeof filterParsers>;

export const loadFilters = createLoader(filterParsers);

/** The filters as the API takes them; equal filters give an equal query key. */
export function toInventoryFilter({ q, state, category, app }: Filters): InventoryFilter {
  return {
    ...(q.trim() ? { q: q.trim().slice(0, LONGEST_SEARCH) } : {}),
    ...(state ? { state } : {}),
    ...(category ? { category } : {}),
    ...(app ? { connector_type: app.slice(0, 60) } : {}),
  };
}

export const isFiltered = (filters: Filters): boolean =>
  Object.keys(toInventoryFilter(filters)).length > 0;
