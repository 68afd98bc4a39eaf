'use client';
import { Catalog } from '@/components/connections/catalog';
import type { Narrowed } from '@/components/hooks/use-asked-connector';
import { Dialog, DialogBody } from '@/components/ui/dialog';
import type { CatalogEntry } from '@/lib/contract/catalog';

/** The picker: the catalog, one step away from anywhere on the page. */
export function CatalogDialog({
  entries,
  connected,
  narrowed,
  onPick,
  onClose,
}: {
  entries: readonly CatalogEntry[];
  connected: ReadonlyMap<string, number>;
  narrowed: Narrowed | null;
  onPick: (entry: CatalogEntry) => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      wide
      title="Add a connection"
      description="Pick what to read from. You see what we ask for before anything happens."
      onClose={onClose}
    >
      <DialogBody className="h-[min(70dvh,640px)] overflow-y-auto">
        <Catalog
          autoFocus
          narrowed={narrowed}
          entries={entries}
          connected={connected}
          onPick={onPick}
          columns="sm:grid-cols-2"
        />
      </DialogBody>
    </Dialog>
  );
}
