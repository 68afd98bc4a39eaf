'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { isTaken } from '@/components/connections/row-keys';
import type { Filters } from '@/components/connections/filters';
import { TagsFilter } from '@/components/connections/tags-filter';
import { useSession } from '@/components/hooks/use-workspace';
import { SearchInput, Select } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { CATEGORY_LABELS, groupByCategory } from '@/lib/client/catalog-search';
import type { MessageKey } from '@/lib/client/words';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Category } from '@/lib/contract/common';
import type { Sort } from '@/lib/contract/state';

const TYPING_PAUSE_MS = 180;

interface ToolbarProps {
  filters: Filters;
  catalog: readonly CatalogEntry[];
  /** How many connections have each tag. */
  tags?: Readonly<Record<string, number>>;
  onChange: (change: Partial<Filters>) => void;
}

const ORDERS: Record<Sort, MessageKey> = {
  worst: 'connections.worstFirst',
  app: 'connections.byApp',
  owner: 'connections.byOwner',
  name: 'connections.byName',
  oldest_sync: 'connections.longestAgoFirst',
  newest: 'connections.newestFirst',
};

/**
 * Search and filters. Typing pauses before it becomes a question to the server and part of the
 * address.
 */
export function InventoryToolbar({
  filters,
  catalog,
  tags,
  onChange,
  children,
}: ToolbarProps & { children?: ReactNode }) {
  const t = useTranslations();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useTyped(filters.q, (q) => onChange({ q }));
  useSlash(box);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-60">
        <SearchInput
          ref={box}
          label={t('connections.searchConnections')}
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === 'Escape') setTyped('');
          }}
        />
        {typed === '' ? (
          <Kbd className="pointer-events-none absolute top-1.5 right-1.5 max-md:hidden">/</Kbd>
        ) : null}
      </div>
      <WhoseSelect filters={filters} onChange={onChange} />
      <ScopeSelect filters={filters} catalog={catalog} onChange={onChange} />
      <TagsFilter counts={tags} chosen={filters.tag} onChange={(tag) => onChange({ tag })} />
      <Select
        small
        aria-label={t('connections.order')}
        value={filters.sort ?? 'worst'}
        onChange={(e) => onChange({ sort: e.target.value as Sort })}
        className="min-w-0 grow basis-[calc(50%-0.25rem)] sm:w-40 sm:grow-0 sm:basis-auto"
      >
        {Object.entries(ORDERS).map(([sort, words]) => (
          <option key={sort} value={sort}>
            {t(words)}
          </option>
        ))}
      </Select>
      {children}
    </div>
  );
}

/** What is typed, handed on after a pause; follows `q` when that changes from elsewhere. */
function useTyped(q: string, onPause: (q: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(q);
  const [before, setBefore] = useState(q);
  if (before !== q) {
    setBefore(q);
    if (q !== typed.trim()) setTyped(q);
  }
  const latest = useRef(onPause);
  useEffect(() => {
    latest.current = onPause;
  });
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => latest.current(typed.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, q]);
  return [typed, setTyped];
}

/** A slash typed nowhere in particular leads into the box. */
function useSlash(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTaken(event)) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [box]);
}

/** Everybody's, one's own, or what the workspace shares. */
function WhoseSelect({ filters, onChange }: Pick<ToolbarProps, 'filters' | 'onChange'>) {
  const t = useTranslations();
  const me = useSession().user?.id;
  const other = filters.owner !== null && filters.owner !== me;
  const value = filters.shared ? 'shared' : (filters.owner ?? '');
  return (
    <Select
      small
      aria-label={t('connections.whose')}
      value={value}
      onChange={(e) =>
        onChange({
          shared: e.target.value === 'shared' ? true : null,
          owner: ['', 'shared'].includes(e.target.value) ? null : e.target.value,
        })
      }
      className="min-w-0 grow basis-[calc(50%-0.25rem)] sm:w-36 sm:grow-0 sm:basis-auto"
    >
      <option value="">{t('connections.everybodys')}</option>
      {me ? <option value={me}>{t('connections.mine')}</option> : null}
      <option value="shared">{t('connections.sharedWithMe')}</option>
      {other ? <option value={filters.owner ?? ''}>{t('connections.somebodys')}</option> : null}
    </Select>
  );
}

/** One app, one category, or all. */
function ScopeSelect({ filters, catalog, onChange }: ToolbarProps) {
  const t = useTranslations();
  const setScope = (value: string) => {
    const [kind, name = null] = value.split(':');
    onChange({
      app: kind === 'app' ? name : null,
      category: kind === 'category' ? (name as Category) : null,
    });
  };
  return (
    <Select
      small
      aria-label={t('connections.appOrCategory')}
      value={scopeOf(filters)}
      onChange={(e) => setScope(e.target.value)}
      className="min-w-0 grow basis-[calc(50%-0.25rem)] sm:w-40 sm:grow-0 sm:basis-auto"
    >
      <option value="">{t('connections.allApps')}</option>
      {groupByCategory(catalog).map(([category, entries]) => (
        <optgroup key={category} label={t(CATEGORY_LABELS[category])}>
          <option value={`category:${category}`}>
            {t('connections.allOfCategory', { CATEGORY_LABELS: t(CATEGORY_LABELS[category]) })}
          </option>
          {entries.map((entry) => (
            <option key={entry.type} value={`app:${entry.type}`}>
              {entry.name}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

function scopeOf({ app, category }: Filters): string {
  if (app) return `app:${app}`;
  return category ? `category:${category}` : '';
}
