import type { Connector } from '@/lib/connectors/kit';
import { CONNECTORS } from '@/lib/connectors/registry.gen';
import { CATEGORIES } from '@/lib/contract/common';

const byName = new Map<string, Connector>();
for (const connector of CONNECTORS)
  for (const name of [connector.type, ...(connector.aliases ?? [])]) byName.set(name, connector);

/**
 * Every connector there is, connectable or not: by category, those that work first, then by name.
 */
export function allConnectors(): readonly Connector[] {
  return ordered;
}
const rank = (c: Connector) =>
  [CATEGORIES.indexOf(c.category), c.puller.status === 'live' ? 0 : 1] as const;
const ordered = [...CONNECTORS].sort(
  (a, b) =>
    rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1] || a.name.localeCompare(b.name, 'en'),
);

/** The connector of that type or alias, in any case. */
export function findConnector(typeOrAlias: string): Connector | undefined {
  return byName.get(typeOrAlias.trim().toLowerCase());
}
