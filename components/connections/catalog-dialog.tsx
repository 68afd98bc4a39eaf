'use client';
import { useTranslations } from 'next-intl';
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
  connected: Readonly<Record<string, number>>;
  narrowed: Narrowed | null;
  onPick: (entry: CatalogEntry) => void;
  onClose: () => void;
}) {
  const t = useTranslations();
  return (
    <Dialog
      wide
      title={t('connections.addConnection')}
      description={t('connections.pickWhatReadFromYou')}
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
