'use client';
import { Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Menu, MenuCheckbox, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { formatNumber } from '@/lib/client/format';

/**
 * Keeps the list to what has all the chosen tags. Nothing in a workspace without any; one that is
 * chosen and that nothing has any more can still be given up.
 */
export function TagsFilter({
  counts = {},
  chosen,
  onChange,
}: {
  counts?: Readonly<Record<string, number>>;
  chosen: readonly string[];
  onChange: (tags: string[]) => void;
}) {
  const t = useTranslations();
  const all = [...new Set([...Object.keys(counts), ...chosen])].sort();
  const tags = chosen.join(', ');
  if (all.length === 0) return null;
  return (
    <Menu
      align="start"
      width="w-60"
      trigger={
        <Button
          className="max-w-36 min-w-0"
          icon={<Tag aria-hidden className="size-3.5 shrink-0" />}
          aria-label={chosen.length > 0 ? t('connections.tagged', { tags }) : undefined}
        >
          <span className="truncate">{chosen.length > 0 ? tags : t('connections.tags')}</span>
        </Button>
      }
    >
      <MenuLabel>{t('connections.hasAllTags')}</MenuLabel>
      <div className="max-h-80 overflow-y-auto">
        {all.map((tag) => (
          <MenuCheckbox
            key={tag}
            checked={chosen.includes(tag)}
            onChange={(on) => onChange(on ? [...chosen, tag] : chosen.filter((one) => one !== tag))}
          >
            <span className="flex gap-2">
              <span className="min-w-0 flex-1 truncate">{tag}</span>
              <span className="text-muted tabular">{formatNumber(counts[tag] ?? 0, t)}</span>
            </span>
          </MenuCheckbox>
        ))}
      </div>
      {chosen.length > 0 ? (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onChange([])}>{t('connections.allTags')}</MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
