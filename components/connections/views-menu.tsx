'use client';
import { Bookmark, BookmarkPlus, Download, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { COLUMN_WORDS, COLUMNS, type ColumnName } from '@/components/connections/columns';
import { useSavedViews } from '@/components/connections/saved-views';
import { attempt } from '@/components/hooks/use-connection-actions';
import { Button } from '@/components/ui/button';
import { Menu, MenuCheckbox, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { whenNeeded } from '@/components/ui/when-needed';

const NameView = whenNeeded(() =>
  import('@/components/connections/name-view').then((m) => m.NameView),
);

/** Saved views, the columns, and the list as a file. Longer than a screen: one menu. */
export function ViewsMenu({
  hidden,
  onHide,
  onOpen,
  onExport,
}: {
  /** The columns that are left out. */
  hidden: readonly ColumnName[];
  onHide: (hidden: ColumnName[]) => void;
  /** Shows what the query of an address says. */
  onOpen: (query: string) => void;
  onExport: () => void;
}) {
  const t = useTranslations();
  const { views, save, drop } = useSavedViews();
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Menu
        width="w-60"
        trigger={
          <Button icon={<Bookmark aria-hidden className="size-3.5" />}>
            {t('connections.views')}
          </Button>
        }
      >
        <MenuLabel>
          {views.length === 0 ? t('connections.noSavedViewYet') : t('connections.savedViews')}
        </MenuLabel>
        {views.map((view) => (
          <MenuItem key={view.id} onSelect={() => onOpen(view.query)}>
            <span className="truncate">{view.name}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<BookmarkPlus aria-hidden />} onSelect={() => setNaming(true)}>
          {t('connections.saveThisViewMenu')}
        </MenuItem>
        {views.map((view) => (
          <MenuItem
            key={view.id}
            icon={<Trash2 aria-hidden />}
            onSelect={() => void attempt(drop(view.id))}
          >
            <span className="truncate">{t('connections.removeView', { name: view.name })}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuLabel>{t('connections.columns')}</MenuLabel>
        {COLUMNS.map((column) => (
          <MenuCheckbox
            key={column}
            checked={!hidden.includes(column)}
            onChange={(shown) =>
              onHide(shown ? hidden.filter((c) => c !== column) : [...hidden, column])
            }
          >
            {t(COLUMN_WORDS[column])}
          </MenuCheckbox>
        ))}
        <MenuSeparator />
        <MenuItem icon={<Download aria-hidden />} onSelect={onExport}>
          {t('connections.exportAsCsv')}
        </MenuItem>
      </Menu>
      {naming ? (
        <NameView
          onClose={() => setNaming(false)}
          onSave={(name) => void attempt(save(name, window.location.search.slice(1)))}
        />
      ) : null}
    </>
  );
}
