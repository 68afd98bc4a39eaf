import type { Category } from '@/lib/contract/common';
import type { Sort, State } from '@/lib/contract/state';

/** What of the connections is listed, and in which order. */
export interface InventoryFilter {
  q?: string;
  state?: State;
  category?: Category;
  connector_type?: string;
  owner_user_id?: string;
  scope?: 'business' | 'personal';
  /** Tags with commas between them: what has all of them. */
  tag?: string;
  /** Worst first unless said. */
  sort?: Sort;
}

/** Every query begins with its workspace: switching it can never show another's rows. */
export const keys = {
  session: (ws: string) => [ws, 'session'] as const,
  catalog: (ws: string) => [ws, 'catalog'] as const,
  connections: (ws: string) => [ws, 'connections'] as const,
  inventory: (ws: string, filter: InventoryFilter) => [ws, 'connections', filter] as const,
  tags: (ws: string) => [ws, 'tags'] as const,
  everyConnection: (ws: string) => [ws, 'connection'] as const,
  connection: (ws: string, id: string) => [ws, 'connection', id] as const,
  freshness: (ws: string, id: string) => [ws, 'connection', id, 'freshness'] as const,
  metrics: (ws: string, id: string) => [ws, 'connection', id, 'metrics'] as const,
  comparedMetrics: (ws: string) => [ws, 'compared-metrics'] as const,
  status: (ws: string, id: string) => [ws, 'connection', id, 'status'] as const,
  streams: (ws: string, id: string) => [ws, 'connection', id, 'streams'] as const,
  runs: (ws: string, id: string) => [ws, 'connection', id, 'runs'] as const,
  entities: (ws: string, id: string) => [ws, 'connection', id, 'entities'] as const,
  records: (ws: string, id: string) => [ws, 'connection', id, 'records'] as const,
  liveUpdates: (ws: string, id: string) => [ws, 'connection', id, 'live-updates'] as const,
  webhook: (ws: string, id: string) => [ws, 'connection', id, 'webhook'] as const,
  quarantine: (ws: string, id: string) => [ws, 'connection', id, 'quarantine'] as const,
  palette: (ws: string, q: string) => [ws, 'palette', q] as const,
  members: (ws: string) => [ws, 'members'] as const,
  invitations: (ws: string) => [ws, 'invitations'] as const,
  apiKeys: (ws: string) => [ws, 'api-keys'] as const,
  sessions: (ws: string) => [ws, 'sessions'] as const,
  system: (ws: string) => [ws, 'system'] as const,
  audit: (ws: string) => [ws, 'audit'] as const,
  providerApps: (ws: string) => [ws, 'provider-apps'] as const,
  views: (ws: string) => [ws, 'views'] as const,
  setUp: (ws: string) => [ws, 'set-up'] as const,
  wishes: (ws: string) => [ws, 'connector-wishes'] as const,
  cadences: (ws: string) => [ws, 'cadences'] as const,
  connectorEvents: (ws: string) => [ws, 'connector-events'] as const,
  notifications: (ws: string) => [ws, 'notifications'] as const,
  preferences: (ws: string) => [ws, 'notification-preferences'] as const,
  chatHook: (ws: string) => [ws, 'chat-hook'] as const,
  workspaces: (ws: string) => [ws, 'workspaces'] as const,
  approvals: (ws: string) => [ws, 'approvals'] as const,
  apps: (ws: string) => [ws, 'apps'] as const,
  access: (ws: string) => [ws, 'access'] as const,
};
