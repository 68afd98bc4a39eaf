import type { ErrorReason } from '@/lib/contract/common';
import type { StreamRunRow } from '@/lib/runs/service';
import type { SyncError } from '@/lib/sync/errors';

export interface Outcome {
  status: 'completed' | 'partial' | 'failed';
  error_reason: ErrorReason | null;
  error_message: string | null;
  /** Why a person has to authorize again; null: nobody has to. */
  needs_reauth: string | null;
  /** Nothing but a person can help: the token endpoint itself said that the grant is gone. */
  grant_gone: boolean;
  /** Epoch milliseconds. */
  rate_limited_until: number | null;
}

/** When the provider named no time. */
const RATE_LIMIT_PAUSE_MS = 60_000;

type StreamOutcome = Pick<StreamRunRow, 'stream' | 'status' | 'error_reason' | 'error_message'>;

/** Pure: what became of the run, from its streams and the error that ended it, if one did. */
export function outcomeOf(
  streams: readonly StreamOutcome[],
  ended_by: SyncError | null,
  now_ms: number,
): Outcome {
  const good = streams.filter((s) => s.status === 'completed').length;
  const failed = streams.filter((s) => s.status === 'failed');
  if (!ended_by && failed.length === 0) return COMPLETED;
  const needs_reauth = reauthReason(ended_by, good, failed);
  return {
    status: good > 0 && needs_reauth === null ? 'partial' : 'failed',
    error_reason: ended_by?.reason ?? mostCommon(failed.map((s) => s.error_reason ?? 'unknown')),
    error_message: ended_by?.message ?? summary(streams, failed),
    needs_reauth,
    grant_gone: ended_by?.grant_gone ?? false,
    rate_limited_until:
      ended_by?.reason === 'rate_limit'
        ? (ended_by.retry_at_ms ?? now_ms + RATE_LIMIT_PAUSE_MS)
        : null,
  };
}

const COMPLETED: Outcome = {
  status: 'completed',
  error_reason: null,
  error_message: null,
  needs_reauth: null,
  grant_gone: false,
  rate_limited_until: null,
};

/** The error that ended the run says so, or the provider refused every stream there is. */
function reauthReason(
  ended_by: SyncError | null,
  good: number,
  failed: readonly StreamOutcome[],
): string | null {
  if (ended_by?.needs_reauth) return ended_by.message;
  const allRefused =
    failed.length > 0 && good === 0 && failed.every((s) => s.error_reason === 'auth');
  return allRefused ? (failed[0]!.error_message ?? 'The provider refused every stream.') : null;
}

function summary(streams: readonly StreamOutcome[], failed: readonly StreamOutcome[]): string {
  const first = `${failed[0]!.stream}: ${failed[0]!.error_message ?? 'failed'}`;
  return failed.length === 1
    ? first
    : `${failed.length} of ${streams.length} streams failed. ${first}`;
}

/** Of at least one. */
function mostCommon(reasons: readonly ErrorReason[]): ErrorReason {
  const counts = new Map<ErrorReason, number>();
  for (const r of reasons) counts.set(r, (counts.get(r) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}
