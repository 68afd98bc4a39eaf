'use client';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Logo } from '@/components/ui/logo';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

/** The logo; under the pointer, or once anything is selected, the box to select the row with. */
export function RowTile({
  connection: c,
  entry,
  selected,
  selecting,
  onSelect,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
  selected: boolean;
  selecting: boolean;
  onSelect: (id: string) => void;
}) {
  const t = useTranslations();
  // Above the link that covers the row, which would take the click.
  return (
    <span className="group/tile relative z-10 grid shrink-0 place-items-center">
      <Logo logo={entry?.logo} name={entry?.name ?? c.connector_type} />
      <button
        type="button"
        role="checkbox"
        aria-checked={selected}
        aria-label={t('connections.selectNamed', { name: c.name })}
        tabIndex={-1}
        data-row-control=""
        onClick={() => onSelect(c.id)}
        className={cn(
          'bg-surface border-line rounded-tile absolute inset-0 grid place-items-center border',
          'opacity-0 group-hover/tile:opacity-100 focus-visible:opacity-100',
          (selecting || selected) && 'opacity-100',
        )}
      >
        <span
          className={cn(
            'grid size-4 place-items-center rounded-sm border',
            selected ? 'border-accent bg-accent text-on-accent' : 'border-control bg-surface',
          )}
        >
          {selected ? <Check aria-hidden strokeWidth={3} className="size-3" /> : null}
        </span>
      </button>
    </span>
  );
}
