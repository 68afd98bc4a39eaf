'use client';
import { useTranslations } from 'next-intl';
import type { InventoryData } from '@/components/hooks/use-inventory';
import { useNow } from '@/components/ui/time';
import { formatPast } from '@/lib/client/format';
import type { Connection } from '@/lib/contract/connections';
import { turnOf } from '@/lib/contract/state';

/** The answer before anything else: how many are current, and to when. */
export function Headline({ inventory }: { inventory: InventoryData }) {
  const t = useTranslations();
  const now_ms = useNow();
  const { turns, rows, freshness, hasNextPage } = inventory;
  if (!turns) return null;
  const all = turns.you + turns.provider + turns.nobody;
  if (all === 0) return null;
  const to = hasNextPage ? null : oldest(rows);
  const changed = Object.values(freshness).reduce((sum, line) => sum + line.changed, 0);
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <p className="tabular text-lg font-medium tracking-tight text-balance md:text-xl">
        {t('connections.ofCurrent', { nobody: turns.nobody, all })}{' '}
        {to ? (
          <span suppressHydrationWarning className="text-muted">
            {t('connections.untilTime', { to: formatPast(to, now_ms, t) })}
          </span>
        ) : null}
      </p>
      {hasNextPage ? null : (
        <p className="text-muted tabular text-xs">
          {t('connections.recordChanged24Hours', { changed })}
        </p>
      )}
    </div>
  );
}

/** Up to when all that is current is; null: for none of them is it known. */
function oldest(rows: readonly Connection[]): string | null {
  const moments = rows.flatMap((c) =>
    turnOf(c) === 'nobody' && c.current_to !== null ? c.current_to : [],
  );
  return moments.sort()[0] ?? null;
}
