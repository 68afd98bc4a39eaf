'use client';
import { Bookmark, BookmarkPlus, Download, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { COLUMN_WORDS, COLUMNS, type ColumnName } from '@/components/connections/columns';
import { useSavedViews } from '@/components/connections/saved-views';
import { attempt } from '@/components/hooks/use-connection-actions';
import { Button } from '@/components/ui/button';
import { Menu, MenuCheckbox, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';

const NameView = dynamic(
  () => import('@/components/connections/name-view').then((m) => m.NameView),
  { ssr: false },
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
  const { views, save, drop } = useSavedViews();
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Menu
        width="w-60"
        trigger={<Button icon={<Bookmark aria-hidden className="size-3.5" />}>Views</Button>}
      >
        <MenuLabel>{views.length === 0 ? 'No saved view yet' : 'Saved views'}</MenuLabel>
        {views.map((view) => (
          <MenuItem key={view.id} onSelect={() => onOpen(view.query)}>
            <span className="truncate">{view.name}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<BookmarkPlus aria-hidden />} onSelect={() => setNaming(true)}>
          Save this view…
        </MenuItem>
        {views.map((view) => (
          <MenuItem
            key={view.id}
            icon={<Trash2 aria-hidden />}
            onSelect={() => void attempt(drop(view.id))}
          >
            <span className="truncate">Remove {view.name}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuLabel>Columns</MenuLabel>
        {COLUMNS.map((column) => (
          <MenuCheckbox
            key={column}
            checked={!hidden.includes(column)}
            onChange={(shown) =>
              onHide(shown ? hidden.filter((c) => c !== column) : [...hidden, column])
            }
          >
            {COLUMN_WORDS[column]}
          </MenuCheckbox>
        ))}
        <MenuSeparator />
        <MenuItem icon={<Download aria-hidden />} onSelect={onExport}>
          Export as CSV
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
