import type { PropertyType } from '@/lib/sandbox/data/hubspot';
import { Refused } from '@/lib/sandbox/kit/refusal';

export interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  highValue?: string;
  values?: readonly string[];
}
/** How values of a property are compared; null: not a value of that kind. */
export type Reader = (text: string) => string | number | null;

const MAX_GROUPS = 5;
const MAX_FILTERS = 10;
const FIELDS = ['propertyName', 'operator', 'value', 'highValue', 'values'];

export function refuseSearch(message: string): never {
  throw new Refused({ status: 400, why: 'not_found', message });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * The filters of a search: groups of which one must fit, each with filters that must all fit. A
 * list of filters beside the groups is one more way to write a single group.
 */
export function filtersOf(filterGroups: unknown, filters: unknown): Filter[][] {
  const groups = listIn('filterGroups', filterGroups).map((group) => {
    if (!isObject(group) || Object.keys(group).some((key) => key !== 'filters'))
      return refuseSearch('A filter group holds filters and nothing else');
    return listIn('filters', group.filters).map(filterOf);
  });
  const alone = listIn('filters', filters).map(filterOf);
  if (alone.length > 0 && groups.length > 0)
    return refuseSearch('Send filterGroups or filters, not both');
  const all = alone.length > 0 ? [alone] : groups;
  if (all.length > MAX_GROUPS || all.some((group) => group.length > MAX_FILTERS))
    return refuseSearch('Too many filters');
  return all;
}

function listIn(name: string, value: unknown): unknown[] {
  if (absent(value)) return [];
  return Array.isArray(value) ? value : refuseSearch(`${name} must be a list`);
}

const absent = (value: unknown) => value === undefined || value === null;

function filterOf(filter: unknown): Filter {
  if (!isObject(filter) || Object.keys(filter).some((key) => !FIELDS.includes(key)))
    return refuseSearch(`A filter holds ${FIELDS.join(', ')} and nothing else`);
  const { propertyName, operator, value, highValue, values } = filter;
  if (typeof operator !== 'string' || !Object.hasOwn(OPERATORS, operator))
    return refuseSearch(`Operator ${String(operator)} is not supported`);
  const text = (one: unknown) =>
    isObject(one) || Array.isArray(one)
      ? refuseSearch(`The value of ${String(propertyName)} must be a text`)
      : String(one);
  const read: Filter = {
    propertyName: String(propertyName),
    operator,
    ...(absent(value) ? {} : { value: text(value) }),
    ...(absent(highValue) ? {} : { highValue: text(highValue) }),
    ...(absent(values) ? {} : { values: listIn('values', values).map(text) }),
  };
  const { needs } = OPERATORS[operator]!;
  const fits = (['value', 'highValue', 'values'] as const).every(
    (field) => (read[field] !== undefined) === needs.includes(field),
  );
  return fits
    ? read
    : refuseSearch(`Operator ${operator} takes ${needs.join(' and ') || 'no value'}`);
}

type Test = (value: string | null) => boolean;
interface Operator {
  /** The fields it takes, and no others. */
  needs: readonly (keyof Filter)[];
  test: (filter: Filter, read: Reader) => Test;
}
const compared = (fits: (order: number) => boolean): Operator => ({
  needs: ['value'],
  test: (filter, read) => {
    const against = wanted(filter.value!, read);
    return (value) => value !== null && fits(compare(read(value)!, against));
  },
});
/** The opposite of another one; it fits records without a value. */
const not = ({ needs, test }: Operator): Operator => ({
  needs,
  test: (filter, read) => {
    const opposite = test(filter, read);
    return (value) => !opposite(value);
  },
});
const IN: Operator = {
  needs: ['values'],
  test: ({ values = [] }, read) => {
    const among = new Set(values.map((one) => wanted(one, read)));
    return (value) => value !== null && among.has(read(value)!);
  },
};
const HAS: Operator = { needs: [], test: () => (value) => value !== null };
const HOLDS: Operator = {
  needs: ['value'],
  test: ({ value: asked }) => {
    const fits = tokenTest(asked!);
    return (value) => value !== null && fits(value);
  },
};
const EQ = compared((order) => order === 0);
const OPERATORS: Readonly<Record<string, Operator>> = {
  EQ,
  NEQ: not(EQ),
  GT: compared((order) => order > 0),
  GTE: compared((order) => order >= 0),
  LT: compared((order) => order < 0),
  LTE: compared((order) => order <= 0),
  BETWEEN: {
    needs: ['value', 'highValue'],
    test: (filter, read) => {
      const [low, high] = [wanted(filter.value!, read), wanted(filter.highValue!, read)];
      return (value) =>
        value !== null && compare(read(value)!, low) >= 0 && compare(read(value)!, high) <= 0;
    },
  },
  IN,
  NOT_IN: not(IN),
  HAS_PROPERTY: HAS,
  NOT_HAS_PROPERTY: not(HAS),
  CONTAINS_TOKEN: HOLDS,
  NOT_CONTAINS_TOKEN: not(HOLDS),
};

/** The test of a value that a filter makes; refuses what is no value of the property. */
export const testOf = (filter: Filter, read: Reader): Test =>
  OPERATORS[filter.operator]!.test(filter, read);

export const compare = (a: string | number, b: string | number): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const wanted = (text: string, read: Reader): string | number =>
  read(text) ?? refuseSearch(`${text} is not a value of this property`);

export const tokensOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Whole words; `*` stands for anything. */
function tokenTest(asked: string): (value: string) => boolean {
  const wordsAsked = tokensOf(asked);
  if (!asked.includes('*'))
    return (value) => wordsAsked.every((word) => tokensOf(value).includes(word));
  const literal = asked.toLowerCase().replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^${literal.replaceAll('*', '.*')}$`);
  return (value) => [value.toLowerCase(), ...tokensOf(value)].some((one) => pattern.test(one));
}

/**
 * How the values of a type compare. Whether ids compare as texts or as numbers is not established:
 * `id` says which.
 */
export function readerOf(type: PropertyType, id: 'text' | 'number'): Reader {
  switch (type) {
    case 'number':
      return (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text));
    case 'datetime':
      return instantOf;
    case 'id':
      return id === 'number' ? (text) => text.padStart(24, '0') : (text) => text;
    default:
      return (text) => text.toLowerCase();
  }
}

/** A day, a time with its zone, or epoch milliseconds. */
function instantOf(text: string): number | null {
  if (/^-?\d{5,}$/.test(text)) return Number(text);
  const at = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at;
}
