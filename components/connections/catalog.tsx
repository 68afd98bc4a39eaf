'use client';
import { SearchX, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
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
import type { MessageKey } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Category } from '@/lib/contract/common';

interface CatalogProps {
  entries: readonly CatalogEntry[];
  connected: Readonly<Record<string, number>>;
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
  const t = useTranslations();
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
          label={t('connections.searchCatalog')}
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
            {t(NARROWING[narrow].label)}
            <X aria-hidden className="size-3.5" />
            <span className="sr-only">{t('connections.showAllApps')}</span>
          </button>
        </p>
      ) : null}
      <Chips entries={matching} chosen={category} onChoose={setCategory} />
      <p role="status" className="sr-only">
        {query || category ? t('connections.connectorsMatch', { count: found.length }) : ''}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={
            query
              ? t('connections.noConnectorMatchesQuery', { query })
              : t('connections.noConnectorMatches')
          }
          actions={
            <Button
              onClick={() => {
                setQuery('');
                setCategory(null);
              }}
            >
              {t('connections.showAll')}
            </Button>
          }
        >
          {t('connections.tryNameProductOrWhat')}
        </EmptyState>
      ) : (
        <ul aria-label={t('connections.connectors')} className={cn('grid gap-2.5', columns)}>
          {found.map((entry) => (
            <li key={entry.type}>
              <CatalogTile
                entry={entry}
                connected={connected[entry.type] ?? 0}
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

const NARROWING: Record<Narrowed, { label: MessageKey; fits: (entry: CatalogEntry) => boolean }> = {
  key: {
    label: 'connections.connectedWithKey',
    fits: (entry) => entry.auth_method === 'api_key' && entry.connectable,
  },
  set_up: {
    label: 'connections.haveToBeSetUpFirst',
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
  const t = useTranslations();
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
      <span className="tabular font-normal">{formatNumber(count, t)}</span>
    </button>
  );
  return (
    <div role="group" aria-label={t('connections.categories')} className="flex flex-wrap gap-1.5">
      {chip(null, t('connections.all'), entries.length)}
      {countCategories(entries).map(([category, count]) =>
        chip(category, t(CATEGORY_LABELS[category]), count),
      )}
    </div>
  );
}
