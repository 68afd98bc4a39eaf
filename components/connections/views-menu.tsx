'use client';
import { Bookmark, BookmarkPlus, Download, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useSavedViews } from '@/components/connections/saved-views';
import { useWorkspace } from '@/components/hooks/use-workspace';
import { Button } from '@/components/ui/button';
import { Dialog, DialogBody, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';

/** Saved filters and orders, and the list as a file. */
export function ViewsMenu({
  onOpen,
  onExport,
}: {
  /** Shows what the query of an address says. */
  onOpen: (query: string) => void;
  onExport: () => void;
}) {
  const { views, save, drop } = useSavedViews(useWorkspace());
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Menu
        width="w-60"
        trigger={<Button icon={<Bookmark aria-hidden className="size-3.5" />}>Views</Button>}
      >
        <MenuLabel>{views.length === 0 ? 'No saved view yet' : 'Saved views'}</MenuLabel>
        {views.map((view) => (
          <MenuItem key={view.name} onSelect={() => onOpen(view.query)}>
            <span className="truncate">{view.name}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<BookmarkPlus aria-hidden />} onSelect={() => setNaming(true)}>
          Save this view…
        </MenuItem>
        {views.map((view) => (
          <MenuItem key={view.name} icon={<Trash2 aria-hidden />} onSelect={() => drop(view.name)}>
            <span className="truncate">Remove {view.name}</span>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<Download aria-hidden />} onSelect={onExport}>
          Export as CSV
        </MenuItem>
      </Menu>
      {naming ? (
        <NameView
          onClose={() => setNaming(false)}
          onSave={(name) => save({ name, query: window.location.search.slice(1) })}
        />
      ) : null}
    </>
  );
}

function NameView({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onSave(name.trim());
    onClose();
  };
  return (
    <Dialog
      title="Save this view"
      description="Search, filters and order, kept in this browser."
      onClose={onClose}
    >
      <form onSubmit={submit}>
        <DialogBody>
          <Field id="view-name" label="Name">
            {(control) => (
              <Input
                {...control}
                autoFocus
                maxLength={40}
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Save view
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
