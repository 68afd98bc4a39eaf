import type { MessageKey } from '@/lib/client/words';
import type { Run, RunSummary } from '@/lib/contract/runs';
import type { ErrorReason } from '@/lib/contract/common';

export const TRIGGER_WORDS: Record<RunSummary['triggered_by'], MessageKey> = {
  connect: 'connection.onConnect',
  manual: 'connection.byHand',
  schedule: 'connection.scheduled',
  reconnect: 'connection.onReconnect',
  webhook: 'connection.byWebhook',
  api: 'connection.overApi',
};

export const REASON_WORDS: Record<ErrorReason, MessageKey> = {
  auth: 'connection.accessRefused',
  rate_limit: 'connection.rateLimit',
  transient: 'connection.providerTrouble',
  config: 'connection.setUp',
  unknown: 'connection.unknown',
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
