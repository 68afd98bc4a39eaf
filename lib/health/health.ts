import type { Health, HealthDetail } from '@/lib/contract/health';
import type { Facts } from '@/lib/health/facts';

export interface Verdict {
  health: Health;
  detail: HealthDetail;
}

/**
 * The one health verdict: facts and the time in, verdict with cause, whose move it is and one
 * action out. Pure. Precedence: disconnected > needs_reauth > syncing > rate_limited > error >
 * degraded > stale > healthy. `healthSql` in health-sql.ts says the same for lists; a property test
 * holds both together.
 */
export function judgeHealth(facts: Facts, now_ms: number): Verdict {
  const app = facts.provider_name;
  const run = facts.last_run;
  const retry_at = facts.next_sync_at;
  const say = (
    health: Health,
    cause: string,
    who: HealthDetail['who'],
    action: HealthDetail['action'] = 'none',
    action_label: string | null = null,
    at: number | null = null,
  ): Verdict => ({
    health,
    detail: {
      cause,
      who,
      action,
      action_label,
      retry_at: at === null ? null : new Date(at).toISOString(),
    },
  });

  if (facts.status === 'disconnected')
    return say(
      'disconnected',
      'It was disconnected. Its records and history are kept.',
      'you',
      'reconnect',
      'Reconnect',
    );
  if (facts.needs_reauth)
    return say('needs_reauth', facts.needs_reauth.reason, 'you', 'reconnect', 'Reconnect');
  if (facts.status === 'pending' && !facts.has_live_run)
    return say(
      'needs_reauth',
      facts.auth_method === 'oauth'
        ? `${app} has not been authorized yet.`
        : `The ${app} key has not been entered yet.`,
      'you',
      'finish',
      'Finish connecting',
    );
  if (facts.has_live_run) return say('syncing', 'A sync is running.', 'nobody');
  if (facts.rate_limited_until !== null && facts.rate_limited_until > now_ms) {
    return say(
      'rate_limited',
      `${app} asked us to slow down. The sync goes on by itself.`,
      'provider',
      'wait',
      null,
      facts.rate_limited_until,
    );
  }
  if (facts.status === 'error' || run?.status === 'failed') {
    const cause = [
      run?.error_message ?? 'The last sync failed.',
      ...(facts.stalled.length > 0 ? [stalled(facts)] : []),
    ].join(' ');
    if (run?.error_reason === 'config')
      return say('error', cause, 'operator', 'ask_operator', null);
    return say(
      'error',
      cause,
      run?.error_reason === 'transient' ? 'provider' : 'you',
      'sync',
      'Sync now',
      retry_at,
    );
  }
  const held = facts.deletions_held.filter((h) => h.confirmed === null);
  if (held.length > 0)
    return say(
      'degraded',
      `${app} no longer lists ${held.map(heldText).join(', ')}. Inlet kept them.`,
      'you',
      'confirm_deletions',
      'Review deletions',
    );
  if (facts.deletions_held.length > 0)
    return say(
      'degraded',
      `The deletions that were confirmed are made once ${app} has been read again.`,
      'you',
      'sync',
      'Sync now',
      retry_at,
    );
  if (facts.stalled.length > 0)
    return say(
      'degraded',
      [stalled(facts), run?.error_message && `The last sync said: ${run.error_message}`]
        .filter(Boolean)
        .join(' '),
      'you',
      'start_over',
      'Start over',
      retry_at,
    );
  // A permission that was taken away: another sync would be refused like the last one.
  if (run?.status === 'partial' && run.error_reason === 'auth')
    return say(
      'degraded',
      run.error_message ?? `${app} no longer allows everything that is synced.`,
      'you',
      'reconnect',
      facts.auth_method === 'oauth' ? 'Grant permissions' : 'Reconnect',
      retry_at,
    );
  if (run?.status === 'partial')
    return say(
      'degraded',
      run.error_message ??
        `${run.streams_failed} of ${run.streams_total} streams failed in the last sync.`,
      'you',
      'sync',
      'Sync now',
      retry_at,
    );
  if (facts.quarantined > 0)
    return say('degraded', inQuarantine(facts.quarantined), 'you', 'review_quarantine', 'Review');
  if (facts.last_synced_at !== null && now_ms - facts.last_synced_at > facts.stale_after_ms) {
    return facts.status === 'paused'
      ? say('stale', 'Syncing is paused and the data is getting old.', 'you', 'resume', 'Resume')
      : say('stale', 'The last good sync is too long ago.', 'nobody', 'sync', 'Sync now', retry_at);
  }
  if (facts.status === 'paused')
    return say('healthy', 'Syncing is paused.', 'you', 'resume', 'Resume');
  if (facts.missing_scopes.length > 0)
    return say(
      'healthy',
      `Some permissions were not granted: ${facts.missing_scopes.join(', ')}. The streams that need them are skipped.`,
      'you',
      'reconnect',
      'Grant permissions',
    );
  return say(
    'healthy',
    facts.last_synced_at === null ? 'Connected.' : 'Connected and up to date.',
    'nobody',
    'none',
    null,
    null,
  );
}

const number = (n: number): string => n.toLocaleString('en');

const heldText = (held: Facts['deletions_held'][number]): string =>
  `${number(held.would_delete)} of ${number(held.of)} ${held.label}`;

const inQuarantine = (n: number): string =>
  n === 1
    ? '1 record could not be stored and is in quarantine.'
    : `${number(n)} records could not be stored and are in quarantine.`;

const stalled = ({ stalled: labels }: Facts): string =>
  `${labels.join(', ')} ${labels.length === 1 ? 'has' : 'have'} got no further in the last five syncs.`;
