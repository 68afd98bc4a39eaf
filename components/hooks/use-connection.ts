'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useWorkspace } from '@/components/hooks/use-workspace';
import type { Output } from '@/lib/client/call';
import { isInFlight } from '@/lib/client/in-flight';
import { createBackoff } from '@/lib/client/poll';
import { isGone } from '@/lib/client/problem';
import { keys, queries } from '@/lib/client/queries';

type Live = Output<'getConnection'> & Pick<Output<'getConnectionStatus'>, 'progress'>;

/**
 * One connection, kept live. Its small status answer is asked for only while something is in
 * flight: every second, slower while nothing changes, not in a hidden tab, never again after a 404.
 * Trouble on the way does not stop it. When a run ends, everything the run may have changed is read
 * again.
 */
export function useConnection(id: string): {
  connection: Live | undefined;
  error: unknown;
  refetch: () => void;
} {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [backoff] = useState(createBackoff);
  const whole = useQuery(queries.connection(workspace, id));
  const status = useQuery({
    ...queries.status(workspace, id),
    refetchInterval: ({ state }) => {
      return backoff({
        in_flight:
          whole.data !== undefined &&
          !isGone(state.error) &&
          isInFlight({ ...whole.data, ...state.data }),
        version: state.dataUpdateCount + state.errorUpdateCount,
        fingerprint: JSON.stringify([
          state.data?.status,
          state.data?.health,
          state.data?.last_run?.id,
          state.data?.progress?.records,
          state.data?.progress?.stream,
        ]),
      });
    },
  });

  useRefetchAt(
    status.data?.health_detail.retry_at ?? null,
    () => void client.invalidateQueries({ queryKey: keys.status(workspace, id) }),
  );

  useRunEnd(status.data, () => {
    for (const queryKey of [
      keys.runs(workspace, id),
      keys.entities(workspace, id),
      keys.freshness(workspace, id),
      keys.records(workspace, id),
      keys.quarantine(workspace, id),
      keys.connections(workspace),
    ])
      void client.invalidateQueries({ queryKey });
    void client.invalidateQueries({ queryKey: keys.connection(workspace, id), exact: true });
  });

  const newer =
    status.data && status.dataUpdatedAt >= whole.dataUpdatedAt ? status.data : undefined;
  return {
    connection: whole.data
      ? { ...whole.data, ...newer, progress: status.data?.progress ?? null }
      : undefined,
    error: whole.error ?? (isGone(status.error) ? status.error : null),
    refetch: () => void whole.refetch(),
  };
}

/** Calls when a run has ended, whether it was seen running or ran between two answers. */
function useRunEnd(status: Output<'getConnectionStatus'> | undefined, onEnd: () => void): void {
  const run = status?.is_syncing ? (status.progress?.run_id ?? 'queued') : null;
  const last = status?.last_run?.id;
  const before = useRef({ run, last });
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });
  useEffect(() => {
    const was = before.current;
    before.current = { run, last };
    const ended = was.run !== null && run === null;
    const missed = was.last !== undefined && last !== undefined && was.last !== last;
    if (ended || missed) latest.current();
  }, [run, last]);
}

/** Calls once, shortly after a moment has passed. */
function useRefetchAt(iso: string | null, refetch: () => void): void {
  const latest = useRef(refetch);
  useEffect(() => {
    latest.current = refetch;
  });
  useEffect(() => {
    const wait = iso === null ? -1 : Date.parse(iso) - Date.now();
    if (wait < 0 || wait > 86_400_000) return;
    const timer = setTimeout(() => latest.current(), wait + 1_500);
    return () => clearTimeout(timer);
  }, [iso]);
}
