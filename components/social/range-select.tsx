'use client';
import { useTranslations } from 'next-intl';
import { parseAsInteger, useQueryState } from 'nuqs';
import { Select } from '@/components/ui/input';

const RANGES = [7, 30, 90, 365] as const;
const DEFAULT_DAYS = 90;

/** How many days are looked at, kept in the address. */
export function useDays(): [number, (days: number) => void] {
  const [asked, set] = useQueryState('days', parseAsInteger.withDefault(DEFAULT_DAYS));
  return [RANGES.find((range) => range === asked) ?? DEFAULT_DAYS, (days) => void set(days)];
}

/** Chooses how many. */
export function RangeSelect({
  days,
  onChange,
}: {
  days: number;
  onChange: (days: number) => void;
}) {
  const t = useTranslations();
  return (
    <Select
      small
      aria-label={t('social.stretchTime')}
      value={days}
      onChange={(e) => onChange(Number(e.target.value))}
      className="w-44"
    >
      {RANGES.map((range) => (
        <option key={range} value={range}>
          {t('social.lastDays', { range })}
        </option>
      ))}
    </Select>
  );
}
