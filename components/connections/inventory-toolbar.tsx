'use client';
import { useEffect, useRef, useState } from 'react';
import type { Filters } from '@/components/connections/filters';
import { SearchInput, Select } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { CATEGORY_LABELS, groupByCategory } from '@/lib/client/catalog-search';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Category } from '@/lib/contract/common';

const TYPING_PAUSE_MS = 180;

/**
 * Search and filters. Typing pauses before it becomes a question to the server and part of the
 * address.
 */
export function InventoryToolbar({
  filters,
  catalog,
  onChange,
}: {
  filters: Filters;
  catalog: readonly CatalogEntry[];
  onChange: (change: Partial<Filters>) => void;
}) {
  const [typed, setTyped] = useState(filters.q);
  const [before, setBefore] = useState(filters.q);
  const box = useRef<HTMLInputElement>(null);
  if (before !== filters.q) {
    setBefore(filters.q);
    if (filters.q !== typed.trim()) setTyped(filters.q);
  }
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (typed.trim() === filters.q) return;
    const timer = setTimeout(() => latest.current({ q: typed.trim() }), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, filters.q]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (
        event.key !== '/' ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        target.isContentEditable ||
        /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
      )
        return;
      if (document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const scope = filters.app
    ? `app:${filters.app}`
    : filters.category
      ? `category:${filters.category}`
      : '';
  const setScope = (value: string) => {
    const [kind, name = null] = value.split(':');
    onChange({
      app: kind === 'app' ? (name ?? null) : null,
      category: kind === 'category' ? (name as Category) : null,
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="relative w-full sm:w-72">
        <SearchInput
          ref={box}
          label="Search connections"
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
      <Select
        small
        aria-label="App or category"
        value={scope}
        onChange={(e) => setScope(e.target.value)}
        className="w-full sm:w-44"
      >
        <option value="">All apps</option>
        {groupByCategory(catalog).map(([category, entries]) => (
          <optgroup key={category} label={CATEGORY_LABELS[category]}>
            <option value={`category:${category}`}>All of {CATEGORY_LABELS[category]}</option>
            {entries.map((entry) => (
              <option key={entry.type} value={`app:${entry.type}`}>
                {entry.name}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
    </div>
  );
}
