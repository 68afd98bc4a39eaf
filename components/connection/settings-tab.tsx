'use client';
import { DangerZone } from '@/components/connection/danger-zone';
import type { DetailDialog } from '@/components/connection/connection-header';
import { Tags } from '@/components/connection/tags';
import { LiveUpdates } from '@/components/connection/live-updates';
import { WhatToRead } from '@/components/connection/what-to-read';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

/** How the connection is set up, and the ways out of it. */
export function SettingsTab({
  connection: c,
  entry,
  onDialog,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
  onDialog: (dialog: DetailDialog) => void;
}) {
  return (
    <div className="flex max-w-2xl flex-col gap-10">
      <Tags connection={c} />
      {entry && c.direction === 'inbound' && c.status !== 'disconnected' ? (
        <WhatToRead connection={c} />
      ) : null}
      {entry?.auth_method === 'webhook' || c.status === 'disconnected' ? null : (
        <LiveUpdates connection={c} />
      )}
      <DangerZone connection={c} onDialog={onDialog} />
    </div>
  );
}
