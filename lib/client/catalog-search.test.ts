import { expect, test } from 'vitest';
import { countCategories, groupByCategory, searchCatalog } from '@/lib/client/catalog-search';
import type { CatalogEntry } from '@/lib/contract/catalog';

const entry = (
  type: string,
  name: string,
  category: CatalogEntry['category'],
  keywords: string[] = [],
  description = '',
): CatalogEntry => ({
  type,
  name,
  category,
  keywords,
  description,
  kind: 'first_party',
  auth_method: 'oauth',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'single',
  puller_status: 'live',
  connectable: true,
  availability: 'available',
  availability_reason: null,
  configured: true,
  streams: [],
  credential_fields: [],
  connect_fields: [],
  scopes: [],
  tools: [],
  handle_placeholder: null,
  promises: [],
  docs_url: null,
  logo: null,
  default_cadence: '1h',
  federated_search: false,
  version: '1.0.0',
  set_up_minutes: 1,
  role_needed: null,
  trouble: null,
  wished: false,
});
const all = [
  entry('hubspot', 'HubSpot', 'crm', ['inbound']),
  entry('gmail', 'Gmail', 'comms', ['email', 'google']),
  entry('gong', 'Gong', 'calls', [], 'Recorded calls and their transcripts'),
  entry('x', 'X', 'social', ['twitter']),
];
const found = (query: string) => searchCatalog(all, query).map((e) => e.type);

test('finds by name, synonym, category and description', () => {
  expect([found('hub'), found('twitter'), found('sales'), found('transcripts')]).toEqual([
    ['hubspot'],
    ['x'],
    ['hubspot'],
    ['gong'],
  ]);
});

test('every word has to match, names come first, nothing means everything', () => {
  expect(found('google mail')).toEqual(['gmail']);
  expect(found('google calls')).toEqual([]);
  expect(found('g')[0]).toBe('gmail');
  expect(found('  ')).toHaveLength(all.length);
});

test('groups keep the order of the catalog and leave out empty ones', () => {
  expect(groupByCategory(all).map(([category]) => category)).toEqual([
    'crm',
    'calls',
    'comms',
    'social',
  ]);
});

test('categories are counted in the same order, without those there is nothing of', () => {
  const counted = countCategories(all);
  expect(counted.map(([category]) => category)).toEqual(['crm', 'calls', 'comms', 'social']);
  expect(counted.reduce((sum, [, n]) => sum + n, 0)).toBe(all.length);
});
