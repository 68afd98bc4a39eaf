'use client';
import { SearchX } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { CatalogTile } from '@/components/connections/catalog-tile';
import { useCan } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchInput } from '@/components/ui/input';
import { CATEGORY_LABELS, groupByCategory, searchCatalog } from '@/lib/client/catalog-search';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Category } from '@/lib/contract/common';

interface CatalogProps {
  entries: readonly CatalogEntry[];
  connected: ReadonlyMap<string, number>;
  onPick: (entry: CatalogEntry) => void;
  title?: string;
  autoFocus?: boolean;
  columns?: string;
}

/** Every connector, by category, with a search that knows synonyms ("mail" finds Gmail). */
export function Catalog({
  entries,
  connected,
  onPick,
  title,
  autoFocus = false,
  columns = 'sm:grid-cols-2 lg:grid-cols-3',
}: CatalogProps) {
  const [query, setQuery] = useState('');
  const mayConnect = useCan('connections:write');
  const found = useMemo(() => groupByCategory(searchCatalog(entries, query)), [entries, query]);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        {title ? (
          <h2 id="catalog" className="text-base">
            {title}
          </h2>
        ) : null}
        <SearchInput
          autoFocus={autoFocus}
          label="Search the catalog"
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          className={cn('w-full', title && 'sm:w-72')}
        />
      </div>
      <p role="status" className="sr-only">
        {query ? `${found.reduce((n, [, list]) => n + list.length, 0)} connectors match` : ''}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={`No connector matches “${query}”`}
          actions={<Button onClick={() => setQuery('')}>Show all</Button>}
        >
          Try the name of the product, or what it does: “calls”, “email”, “tickets”.
        </EmptyState>
      ) : (
        found.map(([category, list]) => (
          <CategorySection key={category} category={category} columns={columns}>
            {list.map((entry) => (
              <li key={entry.type}>
                <CatalogTile
                  entry={entry}
                  connected={connected.get(entry.type) ?? 0}
                  mayConnect={mayConnect}
                  onPick={onPick}
                />
              </li>
            ))}
          </CategorySection>
        ))
      )}
    </div>
  );
}

function CategorySection({
  category,
  columns,
  children,
}: {
  category: Category;
  columns: string;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={`category-${category}`}>
      <h3 id={`category-${category}`} className="text-muted text-2xs mb-2 font-medium">
        {CATEGORY_LABELS[category]}
      </h3>
      <ul className={cn('grid gap-2.5', columns)}>{children}</ul>
    </section>
  );
}
