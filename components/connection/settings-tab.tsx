'use client';
import { LiveUpdates } from '@/components/connection/live-updates';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';

/** How the connection is set up, and the ways out of it. */
export function SettingsTab({
  connection: c,
  entry,
}: {
  connection: Connection;
  entry: CatalogEntry | undefined;
}) {
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      {entry?.auth_method === 'webhook' || c.status === 'disconnected' ? null : (
        <LiveUpdates connection={c} />
      )}
    </div>
  );
}
