import type { Connection, ConnectionStatus } from '@/lib/contract/connections';

/** How long a fresh connection may take to show its first run before we stop waiting for it. */
const FIRST_RUN_GRACE_MS = 30_000;

/** Whether something is happening to it right now, so that its state is worth asking for again. */
export function isInFlight(c: Connection | ConnectionStatus, now_ms: number = Date.now()): boolean {
  if (c.is_syncing || c.health === 'syncing' || c.status === 'syncing') return true;
  const fresh = 'created_at' in c && now_ms - Date.parse(c.created_at) < FIRST_RUN_GRACE_MS;
  return fresh && c.status === 'connected' && c.last_run === null;
}
