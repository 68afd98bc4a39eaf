import type { Run, RunSummary } from '@/lib/contract/runs';
import type { ErrorReason } from '@/lib/contract/common';

export const TRIGGER_WORDS: Record<RunSummary['triggered_by'], string> = {
  connect: 'On connect',
  manual: 'By hand',
  schedule: 'Scheduled',
  reconnect: 'On reconnect',
  webhook: 'By webhook',
  api: 'Over the API',
};

export const REASON_WORDS: Record<ErrorReason, string> = {
  auth: 'Access refused',
  rate_limit: 'Rate limit',
  transient: 'Provider trouble',
  config: 'Set-up',
  unknown: 'Unknown',
};

/** How long a run took, or has taken so far; null when it never started. Milliseconds. */
export function durationOf(
  run: Pick<Run, 'started_at' | 'finished_at'>,
  now_ms: number,
): number | null {
  if (run.started_at === null) return null;
  return Math.max(
    0,
    (run.finished_at === null ? now_ms : Date.parse(run.finished_at)) - Date.parse(run.started_at),
  );
}
