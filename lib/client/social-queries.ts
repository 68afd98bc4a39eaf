import { queryOptions } from '@tanstack/react-query';
import { call } from '@/lib/client/call';
import { keys } from '@/lib/client/keys';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** What is read of social accounts. */
export const socialQueries = {
  metrics: (workspace: string, id: string, days: number) =>
    queryOptions({
      queryKey: [...keys.metrics(workspace, id), 'series', days],
      queryFn: ({ signal }) =>
        call('getMetrics', { id, from: daysAgo(days) }, { workspace, signal }),
    }),

  metricsSummary: (workspace: string, id: string, days: number) =>
    queryOptions({
      queryKey: [...keys.metrics(workspace, id), 'summary', days],
      queryFn: ({ signal }) =>
        call('getMetricsSummary', { id, from: daysAgo(days) }, { workspace, signal }),
    }),

  comparedMetrics: (workspace: string, days: number) =>
    queryOptions({
      queryKey: [...keys.comparedMetrics(workspace), days],
      queryFn: ({ signal }) =>
        call('compareMetrics', { from: daysAgo(days) }, { workspace, signal }),
      staleTime: 60_000,
    }),
};
