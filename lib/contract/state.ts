import type { Health, HealthDetail, Status } from '@/lib/contract/connections';

/**
 * The one word a connection is shown under: its health, but for what is paused or was never
 * finished.
 */
export const STATES = [
  'disconnected',
  'unfinished',
  'needs_reauth',
  'syncing',
  'rate_limited',
  'error',
  'degraded',
  'paused',
  'stale',
  'healthy',
] as const;
export type State = (typeof STATES)[number];

/** Pure; `stateSql` says the same for filters and counts. */
export function stateOf(c: {
  status: Status;
  health: Health;
  health_detail: Pick<HealthDetail, 'action'>;
}): State {
  if (c.health_detail.action === 'finish') return 'unfinished';
  if (c.status === 'paused' && (c.health === 'healthy' || c.health === 'stale')) return 'paused';
  return c.health;
}
