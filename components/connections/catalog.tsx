'use client';
import { SearchX, X } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { CatalogTile } from '@/components/connections/catalog-tile';
import { RequestApp } from '@/components/connections/request-app';
import type { Narrowed } from '@/components/hooks/use-asked-connector';
import { useWish } from '@/components/hooks/use-wish';
import { useCan } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchInput } from '@/components/ui/input';
import { CATEGORY_LABELS, countCategories, searchCatalog } from '@/lib/client/catalog-search';
import { formatNumber } from '@/lib/client/format';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Category } from '@/lib/contract/common';

interface CatalogProps {
  entries: readonly CatalogEntry[];
  connected: ReadonlyMap<string, number>;
  onPick: (entry: CatalogEntry) => void;
  title?: string;
  /** What of it is shown at first; it can be taken away. */
  narrowed?: Narrowed | null;
  autoFocus?: boolean;
  columns?: string;
}

/**
 * Every connector in one grid: narrowed by category, with a search that knows synonyms ("mail" finds
 * Gmail), and a way to ask for what is missing. Longer than a screen: search, chips and grid share
 * their state.
 */
export const Catalog = memo(function Catalog({
  entries,
  connected,
  onPick,
  title,
  narrowed = null,
  autoFocus = false,
  columns = 'sm:grid-cols-2 lg:grid-cols-3',
}: CatalogProps) {
  const [query, setQuery] = useState('');
  const [category, setCategory] = useState<Category | null>(null);
  const [narrow, setNarrow] = useState(narrowed);
  const mayConnect = useCan('connections:write');
  const wish = useWish();
  const matching = useMemo(
    () => searchCatalog(narrow ? entries.filter(NARROWING[narrow].fits) : entries, query),
    [entries, query, narrow],
  );
  const found = category ? matching.filter((entry) => entry.category === category) : matching;
  return (
    <div className="flex flex-col gap-4">
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
      {narrow ? (
        <p>
          <button
            type="button"
            onClick={() => setNarrow(null)}
            className={cn(
              'bg-accent-soft text-accent-ink text-2xs inline-flex h-7 items-center gap-1.5',
              'rounded-full px-2.5 font-medium',
            )}
          >
            {NARROWING[narrow].label}
            <X aria-hidden className="size-3.5" />
            <span className="sr-only">, show all apps</span>
          </button>
        </p>
      ) : null}
      <Chips entries={matching} chosen={category} onChoose={setCategory} />
      <p role="status" className="sr-only">
        {query || category ? `${found.length} connectors match` : ''}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={query ? `No connector matches “${query}”` : 'No connector matches'}
          actions={
            <Button
              onClick={() => {
                setQuery('');
                setCategory(null);
              }}
            >
              Show all
            </Button>
          }
        >
          Try the name of the product, or what it does: “calls”, “email”, “tickets”.
        </EmptyState>
      ) : (
        <ul aria-label="Connectors" className={cn('grid gap-2.5', columns)}>
          {found.map((entry) => (
            <li key={entry.type}>
              <CatalogTile
                entry={entry}
                connected={connected.get(entry.type) ?? 0}
                mayConnect={mayConnect}
                onPick={onPick}
                onWish={mayConnect ? wish : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      {mayConnect ? <RequestApp asked={found.length === 0 ? query.trim() : ''} /> : null}
    </div>
  );
});

const NARROWING: Record<Narrowed, { label: string; fits: (entry: CatalogEntry) => boolean }> = {
  key: {
    label: 'Connected with a key',
    fits: (entry) => entry.auth_method === 'api_key' && entry.connectable,
  },
  set_up: {
    label: 'Have to be set up first',
    fits: (entry) => entry.availability === 'not_configured',
  },
};

/** The categories with how many connectors each has of those that match. */
function Chips({
  entries,
  chosen,
  onChoose,
}: {
  entries: readonly CatalogEntry[];
  chosen: Category | null;
  onChoose: (category: Category | null) => void;
}) {
  const chip = (value: Category | null, label: string, count: number) => (
    <button
      key={label}
      type="button"
      aria-pressed={chosen === value}
      onClick={() => onChoose(value)}
      className={cn(
        'text-2xs inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 font-medium',
        'whitespace-nowrap transition-colors',
        chosen === value
          ? 'border-accent bg-accent-soft text-accent-ink'
          : 'border-line-strong text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {label}
      <span className="tabular font-normal">{formatNumber(count)}</span>
    </button>
  );
  return (
    <div role="group" aria-label="Categories" className="flex flex-wrap gap-1.5">
      {chip(null, 'All', entries.length)}
      {countCategories(entries).map(([category, count]) =>
        chip(category, CATEGORY_LABELS[category], count),
      )}
    </div>
  );
}
