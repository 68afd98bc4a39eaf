import type { ErrorReason } from '@/lib/contract/common';
import type { StreamRunRow } from '@/lib/runs/service';
import type { SyncError } from '@/lib/sync/errors';

export interface Outcome {
  status: 'completed' | 'partial' | 'failed';
  error_reason: ErrorReason | null;
  error_message: string | null;
  needs_reauth: string | null;
  /** Epoch milliseconds. */
  rate_limited_until: number | null;
}

/** When the provider named no time. */
const RATE_LIMIT_PAUSE_MS = 60_000;

/** Pure: what became of the run, from its streams and the error that ended it, if one did. */
export function judgeRun(
  streams: readonly Pick<StreamRunRow, 'stream' | 'status' | 'error_reason' | 'error_message'>[],
  ended_by: SyncError | null,
  now_ms: number,
): Outcome {
  const good = streams.filter((s) => s.status === 'completed').length;
  const failed = streams.filter((s) => s.status === 'failed');
  const rate_limited_until =
    ended_by?.reason === 'rate_limit'
      ? (ended_by.retry_at_ms ?? now_ms + RATE_LIMIT_PAUSE_MS)
      : null;
  const allLackPermission =
    failed.length > 0 && good === 0 && failed.every((s) => s.error_reason === 'auth');
  const needs_reauth = ended_by?.needs_reauth
    ? ended_by.message
    : allLackPermission
      ? (failed[0]!.error_message ?? 'The provider refused every stream.')
      : null;
  if (!ended_by && failed.length === 0)
    return {
      status: 'completed',
      error_reason: null,
      error_message: null,
      needs_reauth: null,
      rate_limited_until: null,
    };
  const reason = ended_by?.reason ?? mostCommon(failed.map((s) => s.error_reason ?? 'unknown'));
  const message =
    ended_by?.message ??
    (failed.length === 1
      ? `${failed[0]!.stream}: ${failed[0]!.error_message ?? 'failed'}`
      : `${failed.length} of ${streams.length} streams failed. ${failed[0]!.stream}: ${failed[0]!.error_message ?? 'failed'}`);
  return {
    status: good > 0 && !needs_reauth ? 'partial' : 'failed',
    error_reason: reason,
    error_message: message,
    needs_reauth,
    rate_limited_until,
  };
}

function mostCommon(reasons: readonly ErrorReason[]): ErrorReason {
  const counts = new Map<ErrorReason, number>();
  for (const r of reasons) counts.set(r, (counts.get(r) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'unknown';
}
