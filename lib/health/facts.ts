import type { RunStatus } from '@/lib/contract/runs';
import type { ErrorReason } from '@/lib/contract/common';

/** Everything health is computed from. Times are epoch milliseconds. */
export interface Facts {
  status: 'pending' | 'connected' | 'error' | 'paused' | 'disconnected';
  /** Outbound: it writes, and what it asks stands on the page Knowledge sync. */
  direction: 'inbound' | 'outbound';
  auth_method: 'oauth' | 'api_key' | 'handle' | 'webhook';
  has_live_run: boolean;
  needs_reauth: { reason: string } | null;
  rate_limited_until: number | null;
  /** Deletions that wait for a person, by the stream's label. */
  deletions_held: readonly {
    label: string;
    would_delete: number;
    of: number;
    confirmed: number | null;
  }[];
  /** It was paused by itself after so many failures in a row. */
  auto_paused: { failures: number } | null;
  /** Labels of streams that got no further in several runs. */
  stalled: readonly string[];
  /** How many records are quarantined. */
  quarantined: number;
  missing_scopes: readonly string[];
  last_synced_at: number | null;
  last_run: {
    status: RunStatus;
    error_reason: ErrorReason | null;
    error_message: string | null;
    streams_failed: number;
    streams_total: number;
  } | null;
  next_sync_at: number | null;
  /** Freshness threshold, never tighter than twice the cadence. */
  stale_after_ms: number;
  provider_name: string;
}
