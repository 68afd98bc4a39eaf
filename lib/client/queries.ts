import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys, type InventoryFilter } from '@/lib/client/keys';
import { readChecks, readLiveUpdates } from '@/lib/client/server-words';
import {
  readCatalog,
  readEntities,
  readProviderApps,
  readStreams,
} from '@/lib/client/catalog-words';
import type { Language } from '@/lib/client/languages';

export { keys, type InventoryFilter } from '@/lib/client/keys';

/** How many rows a page of the inventory holds. */
export const INVENTORY_PAGE = 100;
export const RUNS_SHOWN = 50;
const RECORDS_PAGE = 50;

/** What the first page of the inventory is asked for with. */
export const inventoryInput = (filter: InventoryFilter): Input<'listConnections'> => ({
  ...filter,
  sort: filter.sort ?? 'worst',
  counts: true,
  freshness: true,
  limit: INVENTORY_PAGE,
});
/** What of the connector events is shown. */
export interface EventsFilter {
  endpoint_id?: string;
  verdict?: string;
  state?: string;
  q?: string;
}
export type RunFilter = Pick<Input<'listRuns'>, 'status' | 'triggered_by'>;
export interface RecordFilter {
  stream?: string;
  q?: string;
}

export const queries = {
  catalog: (workspace: string) =>
    queryOptions({
      queryKey: keys.catalog(workspace),
      queryFn: ({ signal }) => readCatalog({ workspace, signal }),
      staleTime: 5 * 60_000,
    }),

  inventory: (workspace: string, filter: InventoryFilter) =>
    infiniteQueryOptions({
      queryKey: keys.inventory(workspace, filter),
      queryFn: ({ signal, pageParam }) =>
        call(
          'listConnections',
          { ...inventoryInput(filter), cursor: pageParam ?? undefined },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),

  connection: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.connection(workspace, id),
      queryFn: ({ signal }) => call('getConnection', { id }, { workspace, signal }),
    }),

  status: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.status(workspace, id),
      queryFn: ({ signal }) => call('getConnectionStatus', { id }, { workspace, signal }),
    }),

  freshness: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.freshness(workspace, id),
      queryFn: ({ signal }) => call('getFreshness', { id }, { workspace, signal }),
    }),

  streams: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.streams(workspace, id),
      queryFn: ({ signal }) => readStreams(id, { workspace, signal }),
    }),

  runs: (workspace: string, id: string, filter: RunFilter = {}) =>
    queryOptions({
      queryKey:
        Object.keys(filter).length === 0
          ? keys.runs(workspace, id)
          : [...keys.runs(workspace, id), filter],
      queryFn: ({ signal }) =>
        call('listRuns', { id, limit: RUNS_SHOWN, ...filter }, { workspace, signal }),
    }),

  runLog: (workspace: string, id: string, run_id: string) =>
    queryOptions({
      queryKey: [...keys.runs(workspace, id), run_id, 'log'],
      queryFn: ({ signal }) => call('getRunLog', { id, run_id }, { workspace, signal }),
    }),

  entities: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.entities(workspace, id),
      queryFn: ({ signal }) => readEntities(id, { workspace, signal }),
    }),

  fields: (workspace: string, id: string, stream: string) =>
    queryOptions({
      queryKey: [...keys.records(workspace, id), 'fields', stream],
      queryFn: ({ signal }) => call('listFields', { id, stream }, { workspace, signal }),
    }),

  records: (workspace: string, id: string, filter: RecordFilter) =>
    infiniteQueryOptions({
      queryKey: [...keys.records(workspace, id), filter],
      queryFn: ({ signal, pageParam }) =>
        call(
          'listRecords',
          {
            id,
            ...filter,
            canonical: true,
            order: 'desc',
            limit: RECORDS_PAGE,
            cursor: pageParam ?? undefined,
          },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last: Output<'listRecords'>) => (last.has_more ? last.next_cursor : null),
    }),

  quarantine: (workspace: string, id: string, filter: { stream?: string }) =>
    infiniteQueryOptions({
      queryKey: [...keys.quarantine(workspace, id), filter],
      queryFn: ({ signal, pageParam }) =>
        call(
          'listQuarantine',
          { id, ...filter, limit: RECORDS_PAGE, cursor: pageParam ?? undefined },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last: Output<'listQuarantine'>) => last.next_cursor,
    }),

  liveUpdates: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.liveUpdates(workspace, id),
      queryFn: ({ signal }) => readLiveUpdates(id, { workspace, signal }),
    }),
  webhook: (workspace: string, id: string) =>
    queryOptions({
      queryKey: keys.webhook(workspace, id),
      queryFn: ({ signal }) => call('getConnectionWebhook', { id }, { workspace, signal }),
    }),

  members: (workspace: string) =>
    queryOptions({
      queryKey: keys.members(workspace),
      queryFn: ({ signal }) => call('listMembers', {}, { workspace, signal }),
      staleTime: 60_000,
    }),
  invitations: (workspace: string) =>
    queryOptions({
      queryKey: keys.invitations(workspace),
      queryFn: ({ signal }) => call('listInvitations', {}, { workspace, signal }),
    }),
  workspaces: (workspace: string) =>
    queryOptions({
      queryKey: keys.workspaces(workspace),
      queryFn: ({ signal }) => call('listWorkspaces', {}, { workspace, signal }),
    }),
  approvals: (workspace: string) =>
    queryOptions({
      queryKey: keys.approvals(workspace),
      queryFn: ({ signal }) => call('listConnectorApprovals', {}, { workspace, signal }),
    }),
  apps: (workspace: string) =>
    queryOptions({
      queryKey: keys.apps(workspace),
      queryFn: ({ signal }) => call('listApps', {}, { workspace, signal }),
    }),
  access: (workspace: string) =>
    queryOptions({
      queryKey: keys.access(workspace),
      queryFn: ({ signal }) => call('getAccess', {}, { workspace, signal }),
    }),
  apiKeys: (workspace: string) =>
    queryOptions({
      queryKey: keys.apiKeys(workspace),
      queryFn: ({ signal }) => call('listApiKeys', {}, { workspace, signal }),
    }),
  sessions: (workspace: string) =>
    queryOptions({
      queryKey: keys.sessions(workspace),
      queryFn: ({ signal }) => call('listSessions', {}, { workspace, signal }),
    }),
  connectorEvents: (workspace: string, filter: EventsFilter) =>
    infiniteQueryOptions({
      queryKey: [...keys.connectorEvents(workspace), filter],
      queryFn: ({ signal, pageParam }) =>
        call(
          'listConnectorEvents',
          { ...(filter as Input<'listConnectorEvents'>), cursor: pageParam ?? undefined },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last: Output<'listConnectorEvents'>) => last.next_cursor,
      // Who looks back at older ones is not to have the page move under them.
      refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : 2_000),
      placeholderData: keepPreviousData,
    }),
  inbox: (workspace: string, language: Language) =>
    infiniteQueryOptions({
      queryKey: [...keys.notifications(workspace), 'inbox'],
      queryFn: ({ signal, pageParam }) =>
        call(
          'listNotifications',
          { language, cursor: pageParam ?? undefined },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last: Output<'listNotifications'>) => last.next_cursor,
      refetchInterval: 30_000,
    }),
  /** How many notifications are unread: asked twice a minute while the window is seen. */
  unread: (workspace: string) =>
    queryOptions({
      queryKey: [...keys.notifications(workspace), 'unread'],
      queryFn: ({ signal }) =>
        call('listNotifications', { unread: true, limit: 1 }, { workspace, signal }),
      refetchInterval: 30_000,
      staleTime: 25_000,
    }),
  preferences: (workspace: string) =>
    queryOptions({
      queryKey: keys.preferences(workspace),
      queryFn: ({ signal }) => call('getNotificationPreferences', {}, { workspace, signal }),
    }),
  chatHook: (workspace: string) =>
    queryOptions({
      queryKey: keys.chatHook(workspace),
      queryFn: ({ signal }) => call('getChatHook', {}, { workspace, signal }),
    }),
  audit: (workspace: string, filter: Pick<Input<'listAuditEvents'>, 'action' | 'actor_id'>) =>
    infiniteQueryOptions({
      queryKey: [...keys.audit(workspace), filter],
      queryFn: ({ signal, pageParam }) =>
        call(
          'listAuditEvents',
          { ...filter, limit: RECORDS_PAGE, cursor: pageParam ?? undefined },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last: Output<'listAuditEvents'>) => last.next_cursor,
    }),
  providerApps: (workspace: string) =>
    queryOptions({
      queryKey: keys.providerApps(workspace),
      queryFn: ({ signal }) => readProviderApps({ workspace, signal }),
    }),
  views: (workspace: string) =>
    queryOptions({
      queryKey: keys.views(workspace),
      queryFn: ({ signal }) => call('listViews', {}, { workspace, signal }),
      staleTime: 60_000,
    }),
  setUp: (workspace: string) =>
    queryOptions({
      queryKey: keys.setUp(workspace),
      queryFn: ({ signal }) => call('getSetUp', {}, { workspace, signal }),
    }),
  wishes: (workspace: string) =>
    queryOptions({
      queryKey: keys.wishes(workspace),
      queryFn: ({ signal }) => call('listWishes', {}, { workspace, signal }),
    }),
  cadences: (workspace: string) =>
    queryOptions({
      queryKey: keys.cadences(workspace),
      queryFn: ({ signal }) => call('listCadences', {}, { workspace, signal }),
    }),
  system: (workspace: string) =>
    queryOptions({
      queryKey: keys.system(workspace),
      queryFn: ({ signal }) => readChecks({}, { workspace, signal }),
      refetchInterval: 30_000,
    }),
};
