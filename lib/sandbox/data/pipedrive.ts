import { createHash } from 'node:crypto';

export const STREAMS = [
  'deals',
  'persons',
  'organizations',
  'activities',
  'products',
  'users',
  'pipelines',
  'stages',
] as const;
export type Stream = (typeof STREAMS)[number];
export type Sizes = Record<Stream, number> & { moves: boolean };

/**
 * Companies and their API keys: forty hexadecimal characters, as Pipedrive gives them out. Made up,
 * and good for nothing else.
 */
export const COMPANIES: readonly { name: string; note: string; key: string }[] = [
  ['acme', 'A lively company: 420 deals, 900 persons'],
  ['globex', 'A small company'],
  ['initech', 'Its deals always answer with an error'],
  ['stark', 'Has not paid: Pipedrive stopped the account'],
  ['wayne', 'Used up its daily allowance'],
  ['empty', 'A company without any data; its lists are null'],
].map(([name, note]) => ({ name: name!, note: note!, key: keyOf(name!) }));

function keyOf(company: string): string {
  return createHash('sha1').update(`sandbox key of ${company}`).digest('hex');
}

/**
 * The company a key belongs to. `b01d` followed by a number, padded with zeros to forty, is a
 * company with that many persons.
 */
export function companyOf(key: string): string | null {
  const bulk = /^b01d(\d{36})$/.exec(key);
  return bulk ? `bulk-${Number(bulk[1])}` : (COMPANIES.find((c) => c.key === key)?.name ?? null);
}

export function sizesOf(company: string): Sizes | null {
  const bulk = /^bulk-(\d{1,6})$/.exec(company);
  if (bulk)
    return {
      deals: 0,
      persons: Number(bulk[1]),
      organizations: 5,
      activities: 0,
      products: 0,
      users: 1,
      pipelines: 1,
      stages: 5,
      moves: false,
    };
  if (company === 'acme')
    return {
      deals: 420,
      persons: 900,
      organizations: 260,
      activities: 1_300,
      products: 48,
      users: 9,
      pipelines: 2,
      stages: 10,
      moves: true,
    };
  if (company === 'empty')
    return {
      deals: 0,
      persons: 0,
      organizations: 0,
      activities: 0,
      products: 0,
      users: 0,
      pipelines: 0,
      stages: 0,
      moves: false,
    };
  return COMPANIES.some((c) => c.name === company)
    ? {
        deals: 60,
        persons: 110,
        organizations: 34,
        activities: 140,
        products: 12,
        users: 4,
        pipelines: 1,
        stages: 5,
        moves: true,
      }
    : null;
}
