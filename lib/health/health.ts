import type { Health, HealthDetail } from '@/lib/contract/health';
import type { Facts } from '@/lib/health/facts';

export interface Verdict {
  health: Health;
  detail: HealthDetail;
}

type Question = (facts: Facts, now_ms: number) => Verdict | null;

/**
 * The one health verdict: facts and the time in, verdict with cause, whose move it is and one
 * action out. Pure. The first question that applies answers. `healthSql` in health-sql.ts says the
 * same for lists; a property test holds both together.
 */
export function judgeHealth(facts: Facts, now_ms: number): Verdict {
  for (const question of QUESTIONS) {
    const verdict = question(facts, now_ms);
    if (verdict) return facts.status === 'paused' ? resumeFirst(verdict) : verdict;
  }
  const cause = facts.last_synced_at === null ? 'Connected.' : 'Connected and up to date.';
  return say('healthy', cause, 'nobody');
}

/** What is paused is not synced: whatever another sync would mend, it has to be resumed for it. */
function resumeFirst({ health, detail }: Verdict): Verdict {
  return detail.action === 'sync' ? say(health, detail.cause, 'you', RESUME) : { health, detail };
}

/** In order of precedence. */
const QUESTIONS: readonly Question[] = [
  isDisconnected,
  needsReauth,
  isSyncing,
  isRateLimited,
  isAutoPaused,
  hasFailed,
  holdsDeletions,
  hasStalled,
  isPartial,
  isQuarantining,
  lacksPermissions,
  isStale,
  isPaused,
];

/** What the provider has to get over; it goes on by itself. */
const PROVIDER_TROUBLE: ReadonlySet<string | null> = new Set(['transient', 'rate_limit']);

function isDisconnected({ status }: Facts): Verdict | null {
  if (status !== 'disconnected') return null;
  const cause = 'It was disconnected. Its records and history are kept.';
  return say('disconnected', cause, 'you', { action: 'reconnect', label: 'Reconnect' });
}

function needsReauth(facts: Facts): Verdict | null {
  if (facts.needs_reauth)
    return say('needs_reauth', facts.needs_reauth.reason, 'you', {
      action: 'reconnect',
      label: 'Reconnect',
    });
  if (facts.status !== 'pending' || facts.has_live_run) return null;
  const cause =
    facts.auth_method === 'oauth'
      ? `${facts.provider_name} has not been authorized yet.`
      : `The ${facts.provider_name} key has not been entered yet.`;
  return say('needs_reauth', cause, 'you', { action: 'finish', label: 'Finish connecting' });
}

function isSyncing({ has_live_run }: Facts): Verdict | null {
  return has_live_run ? say('syncing', 'A sync is running.', 'nobody') : null;
}

function isRateLimited(facts: Facts, now_ms: number): Verdict | null {
  const { rate_limited_until: until, provider_name: app } = facts;
  if (until === null || until <= now_ms) return null;
  const cause = `${app} asked us to slow down. The sync goes on by itself.`;
  return say('rate_limited', cause, 'provider', { action: 'wait', at: until });
}

/** Another sync would most likely fail like all before it: somebody has to look first. */
function isAutoPaused({ auto_paused, last_run }: Facts): Verdict | null {
  if (!auto_paused) return null;
  const cause = sentences(
    `Paused by itself: ${number(auto_paused.failures)} syncs in a row failed and nothing came in for a week.`,
    last_run?.error_message && `The last one said: ${last_run.error_message}`,
  );
  return say('error', cause, 'you', RESUME);
}

function hasFailed(facts: Facts): Verdict | null {
  const run = facts.last_run;
  if (facts.status !== 'error' && run?.status !== 'failed') return null;
  const cause = sentences(run?.error_message ?? 'The last sync failed.', stalledText(facts));
  if (run?.error_reason === 'config')
    return say('error', cause, 'operator', { action: 'ask_operator' });
  const who = PROVIDER_TROUBLE.has(run?.error_reason ?? null) ? 'provider' : 'you';
  return say('error', cause, who, { ...againOrAnswer(facts, who), at: facts.next_sync_at });
}

function holdsDeletions(facts: Facts): Verdict | null {
  const { deletions_held, provider_name: app } = facts;
  if (deletions_held.length === 0) return null;
  const held = deletions_held.filter((h) => h.confirmed === null);
  if (held.length > 0)
    return say(
      'degraded',
      `${app} no longer lists ${held.map(heldText).join(', ')}. Inlet kept them.`,
      'you',
      { action: 'confirm_deletions', label: 'Review deletions' },
    );
  const cause = `The deletions that were confirmed are made once ${app} has been read again.`;
  return say('degraded', cause, 'you', { ...SYNC, at: facts.next_sync_at });
}

function hasStalled(facts: Facts): Verdict | null {
  if (facts.stalled.length === 0) return null;
  const message = facts.last_run?.error_message;
  const cause = sentences(stalledText(facts), message && `The last sync said: ${message}`);
  return say('degraded', cause, 'you', {
    action: 'start_over',
    label: 'Start over',
    at: facts.next_sync_at,
  });
}

function isPartial(facts: Facts): Verdict | null {
  const run = facts.last_run;
  if (run?.status !== 'partial') return null;
  const at = facts.next_sync_at;
  // A permission that was taken away: another sync would be refused like the last one.
  if (run.error_reason === 'auth')
    return say(
      'degraded',
      run.error_message ?? `${facts.provider_name} no longer allows everything that is synced.`,
      'you',
      {
        action: 'reconnect',
        label: facts.auth_method === 'oauth' ? 'Grant permissions' : 'Reconnect',
        at,
      },
    );
  const cause =
    run.error_message ??
    `${run.streams_failed} of ${run.streams_total} streams failed in the last sync.`;
  const who = PROVIDER_TROUBLE.has(run.error_reason) ? 'provider' : 'you';
  return say('degraded', cause, who, { ...againOrAnswer(facts, who), at });
}

function isQuarantining({ quarantined }: Facts): Verdict | null {
  if (quarantined === 0) return null;
  const cause =
    quarantined === 1
      ? '1 record could not be stored and is in quarantine.'
      : `${number(quarantined)} records could not be stored and are in quarantine.`;
  return say('degraded', cause, 'you', { action: 'review_quarantine', label: 'Review' });
}

function isStale(facts: Facts, now_ms: number): Verdict | null {
  const { last_synced_at: last, stale_after_ms } = facts;
  if (last === null || now_ms - last <= stale_after_ms) return null;
  if (facts.status === 'paused')
    return say('stale', 'Syncing is paused and the data is getting old.', 'you', RESUME);
  const cause = 'The last good sync is too long ago.';
  return say('stale', cause, 'you', { ...SYNC, at: facts.next_sync_at });
}

function isPaused({ status }: Facts): Verdict | null {
  return status === 'paused' ? say('healthy', 'Syncing is paused.', 'you', RESUME) : null;
}

/** Not healthy: what was asked for does not come in. While it is paused nothing does. */
function lacksPermissions({ missing_scopes, status }: Facts): Verdict | null {
  if (missing_scopes.length === 0 || status === 'paused') return null;
  const cause =
    `Some permissions were not granted: ${missing_scopes.join(', ')}. ` +
    'The streams that need them are skipped.';
  return say('degraded', cause, 'you', { action: 'reconnect', label: 'Grant permissions' });
}

interface Move {
  action: HealthDetail['action'];
  label?: string;
  /** When it is tried again by itself, epoch milliseconds. */
  at?: number | null;
}
const SYNC: Move = { action: 'sync', label: 'Sync now' };
const ANSWER: Move = { action: 'open_knowledge_sync', label: 'Open Knowledge sync' };
const RESUME: Move = { action: 'resume', label: 'Resume' };

/** What an outbound connection asks of a person would only be asked again by another run. */
const againOrAnswer = ({ direction }: Facts, who: HealthDetail['who']): Move =>
  direction === 'outbound' && who === 'you' ? ANSWER : SYNC;

const say = (
  health: Health,
  cause: string,
  who: HealthDetail['who'],
  { action, label, at = null }: Move = { action: 'none' },
): Verdict => ({
  health,
  detail: {
    cause,
    who,
    action,
    action_label: label ?? null,
    retry_at: at === null ? null : new Date(at).toISOString(),
  },
});

const sentences = (...parts: (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(' ');

const number = (n: number): string => n.toLocaleString('en');

const heldText = (held: Facts['deletions_held'][number]): string =>
  `${number(held.would_delete)} of ${number(held.of)} ${held.label}`;

const stalledText = ({ stalled: labels }: Facts): string | null =>
  labels.length === 0
    ? null
    : `${labels.join(', ')} ${labels.length === 1 ? 'has' : 'have'} got no further ` +
      'in the last five syncs.';
