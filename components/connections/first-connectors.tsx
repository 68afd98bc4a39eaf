'use client';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Logo } from '@/components/ui/logo';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** Good first ones: quick to connect and quick to show something. */
const SUGGESTED = ['hubspot', 'pipedrive', 'x', 'slack', 'gmail', 'notion'];
const SHOWN = 3;
/** Fewer than three stand in the middle, each as wide as it would be among three. */
const COLUMNS = ['', 'max-w-64', 'max-w-lg sm:grid-cols-2', 'max-w-3xl sm:grid-cols-3'];

/** An inventory with nothing in it yet: three good ways to begin. */
export function FirstConnectors({
  catalog,
  onPick,
}: {
  catalog: readonly CatalogEntry[];
  onPick: (entry: CatalogEntry) => void;
}) {
  const t = useTranslations();
  const ready = catalog.filter((entry) => entry.connectable);
  const picks = [
    ...SUGGESTED.flatMap((type) => ready.find((entry) => entry.type === type) ?? []),
    ...ready.filter((entry) => !SUGGESTED.includes(entry.type)),
  ].slice(0, SHOWN);
  return (
    <div className="px-6 py-10">
      <h2 className="text-center text-sm">{t('connections.connectYourFirstSource')}</h2>
      <p className="text-muted mx-auto mt-1 max-w-md text-center text-xs text-pretty">
        {t('connections.inletReadsFromKeepsData')}
      </p>
      <ul className={cn('mx-auto mt-6 grid gap-2.5', COLUMNS[picks.length])}>
        {picks.map((entry) => (
          <li key={entry.type}>
            <button
              type="button"
              onClick={() => onPick(entry)}
              className={cn(
                'border-line bg-surface hover:border-line-strong hover:bg-hover rounded-card flex',
                'h-full w-full items-center gap-3 border p-3.5 text-left transition-colors',
                'sm:flex-col sm:items-start',
              )}
            >
              <Logo logo={entry.logo} name={entry.name} size="lg" />
              <span className="min-w-0">
                <span className="block text-xs font-medium">
                  {t('connections.connectApp', { name: entry.name })}
                </span>
                <span className="text-muted text-2xs mt-0.5 line-clamp-2">{entry.description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
