import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, type Input, type Output } from '@/lib/client/call';
import { keys } from '@/lib/client/queries';

const TYPE = 'notion-knowledge';
const PAGES = 50;
const RUNS = 20;
type PageState = Input<'listMirroredPages'>['state'];

/** What belongs to one connection is read again with it. */
const of = (ws: string, id: string, what: string) => [...keys.connection(ws, id), what] as const;

/** What the page Knowledge sync reads. */
export const knowledgeQueries = {
  /** The connections that write, newest first. */
  connections: (workspace: string) =>
    queryOptions({
      queryKey: [...keys.connections(workspace), 'knowledge'],
      queryFn: ({ signal }) =>
        call('listConnections', { connector_type: TYPE }, { workspace, signal }),
    }),
  /** All connections, to choose those that are written. */
  sources: (workspace: string) =>
    queryOptions({
      queryKey: [...keys.connections(workspace), 'sources'],
      queryFn: ({ signal }) => call('listConnections', {}, { workspace, signal }),
    }),
  sync: (workspace: string, id: string) =>
    queryOptions({
      queryKey: of(workspace, id, 'knowledge-sync'),
      queryFn: ({ signal }) => call('getKnowledgeSync', { id }, { workspace, signal }),
    }),
  parents: (workspace: string, id: string, q: string) =>
    queryOptions({
      queryKey: [...of(workspace, id, 'knowledge-parents'), q],
      queryFn: ({ signal }) => call('listKnowledgeParents', { id, q }, { workspace, signal }),
      staleTime: 60_000,
      placeholderData: keepPreviousData,
    }),
  preview: (workspace: string, selection: Input<'previewKnowledge'>['selection']) =>
    queryOptions({
      queryKey: [workspace, 'knowledge-preview', selection],
      queryFn: ({ signal }) => call('previewKnowledge', { selection }, { workspace, signal }),
      enabled: selection.categories.length > 0,
      placeholderData: keepPreviousData,
    }),
  pages: (workspace: string, id: string, filter: { state?: PageState; q?: string }) =>
    infiniteQueryOptions({
      queryKey: [...of(workspace, id, 'knowledge-pages'), filter],
      queryFn: ({ signal, pageParam }) =>
        call(
          'listMirroredPages',
          { id, ...filter, limit: PAGES, cursor: pageParam ?? undefined },
          { workspace, signal },
        ),
      initialPageParam: null as string | null,
      getNextPageParam: (last: Output<'listMirroredPages'>) => last.next_cursor,
      placeholderData: keepPreviousData,
    }),
  runs: (workspace: string, id: string) =>
    queryOptions({
      queryKey: of(workspace, id, 'knowledge-runs'),
      queryFn: ({ signal }) =>
        call('listKnowledgeRuns', { id, limit: RUNS }, { workspace, signal }),
    }),
};
