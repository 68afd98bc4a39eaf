'use client';
import { useTranslations } from 'next-intl';
import { useWish } from '@/components/hooks/use-wish';
import { Banner } from '@/components/ui/banner';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** Connectors that somebody waited for and that can be connected now: said until it is closed. */
export function NowThere({
  entries,
  onPick,
}: {
  entries: readonly CatalogEntry[];
  onPick: (entry: CatalogEntry) => void;
}) {
  const t = useTranslations();
  const wish = useWish();
  return entries
    .filter((entry) => entry.wished && entry.connectable)
    .map((entry) => (
      <Banner key={entry.type} tone="ok" onClose={() => wish(entry, false)}>
        {t('connections.canConnectedNowYouAsked', { name: entry.name })}
        <button
          type="button"
          onClick={() => {
            wish(entry, false);
            onPick(entry);
          }}
          className="ml-2 underline underline-offset-2"
        >
          {t('connections.connect')}
        </button>
      </Banner>
    ));
}
