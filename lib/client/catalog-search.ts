import type { MessageKey } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Category } from '@/lib/contract/common';

/** What a category is called. The catalog's order is theirs. */
export const CATEGORY_LABELS: Record<Category, MessageKey> = {
  crm: 'words.crm',
  calls: 'words.calls',
  comms: 'words.emailAndChat',
  docs: 'words.docs',
  support: 'words.support',
  social: 'words.social',
  events: 'words.events',
  custom: 'words.custom',
};

/** Words people use for a whole category. */
const CATEGORY_WORDS: Record<Category, string> = {
  crm: 'crm sales deals contacts pipeline leads',
  calls: 'calls meetings recordings transcripts notes',
  comms: 'communication messages conversations',
  docs: 'docs documents wiki notes knowledge',
  support: 'support tickets helpdesk customers',
  social: 'social followers posts media',
  events: 'events webhooks receivers',
  custom: 'custom webhook api',
};

/**
 * Entries that match every word of the query by name, synonym, category or what they bring in. Best
 * names first.
 */
export function searchCatalog(entries: readonly CatalogEntry[], query: string): CatalogEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries
    .map((entry) => ({
      entry,
      score: words.map((word) => score(entry, word)).reduce((a, b) => Math.min(a, b)),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

function score(entry: CatalogEntry, word: string): number {
  const name = entry.name.toLowerCase();
  if (name.startsWith(word) || entry.type.startsWith(word)) return 4;
  if (name.includes(word)) return 3;
  if (entry.keywords.some((k) => k.toLowerCase().startsWith(word))) return 2;
  const rest = [
    CATEGORY_WORDS[entry.category],
    entry.description,
    ...entry.streams.map((s) => s.label),
  ]
    .join(' ')
    .toLowerCase();
  return rest.split(/[^a-z0-9]+/).some((token) => token.startsWith(word)) ? 1 : 0;
}

/** The categories there is anything of, in the catalog's own order, with how much. */
export function countCategories(entries: readonly CatalogEntry[]): [Category, number][] {
  const order = Object.keys(CATEGORY_LABELS) as Category[];
  return order
    .map((category): [Category, number] => [
      category,
      entries.filter((entry) => entry.category === category).length,
    ])
    .filter(([, count]) => count > 0);
}

/** Grouped in the catalog's own category order; empty groups are left out. */
export function groupByCategory(entries: readonly CatalogEntry[]): [Category, CatalogEntry[]][] {
  const order = Object.keys(CATEGORY_LABELS) as Category[];
  return order
    .map((category): [Category, CatalogEntry[]] => [
      category,
      entries.filter((e) => e.category === category),
    ])
    .filter(([, list]) => list.length > 0);
}
