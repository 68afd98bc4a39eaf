import type { Health, HealthDetail } from '@/lib/contract/health';
import type { Facts } from '@/lib/health/facts';
import { inEnglish, type Sentence } from '@/lib/health/words';

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
  return say(
    'healthy',
    { code: facts.last_synced_at === null ? 'connected' : 'up_to_date' },
    'nobody',
  );
}

/** What is paused is not synced: whatever another sync would mend, it has to be resumed for it. */
function resumeFirst({ health, detail }: Verdict): Verdict {
  if (detail.action !== 'sync') return { health, detail };
  return { health, detail: { ...detail, ...moveOf('you', RESUME) } };
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
  return say('disconnected', { code: 'disconnected' }, 'you', RECONNECT);
}

function needsReauth(facts: Facts): Verdict | null {
  if (facts.needs_reauth)
    return say('needs_reauth', told(facts.needs_reauth.reason), 'you', RECONNECT);
  if (facts.status !== 'pending' || facts.has_live_run) return null;
  const code = facts.auth_method === 'oauth' ? 'not_authorized' : 'key_not_entered';
  return say('needs_reauth', { code, values: { app: facts.provider_name } }, 'you', {
    action: 'finish',
    label: 'Finish connecting',
  });
}

function isSyncing({ has_live_run }: Facts): Verdict | null {
  return has_live_run ? say('syncing', { code: 'syncing' }, 'nobody') : null;
}

function isRateLimited(facts: Facts, now_ms: number): Verdict | null {
  const { rate_limited_until: until, provider_name: app } = facts;
  if (until === null || until <= now_ms) return null;
  return say('rate_limited', { code: 'rate_limited', values: { app } }, 'provider', {
    action: 'wait',
    at: until,
  });
}

/** Another sync would most likely fail like all before it: somebody has to look first. */
function isAutoPaused({ auto_paused, last_run }: Facts): Verdict | null {
  if (!auto_paused) return null;
  const text = last_run?.error_message;
  const causes: Sentence[] = [
    { code: 'auto_paused', values: { failures: auto_paused.failures } },
    ...(text ? [{ code: 'last_one_said', values: { text } } as const] : []),
  ];
  return say('error', causes, 'you', RESUME);
}

function hasFailed(facts: Facts): Verdict | null {
  const run = facts.last_run;
  if (facts.status !== 'error' && run?.status !== 'failed') return null;
  const message = run?.error_message;
  const failed: Sentence = message ? told(message) : { code: 'failed' };
  const causes = [failed, ...stalledSentence(facts)];
  if (run?.error_reason === 'config')
    return say('error', causes, 'operator', { action: 'ask_operator' });
  const who = PROVIDER_TROUBLE.has(run?.error_reason ?? null) ? 'provider' : 'you';
  return say('error', causes, who, { ...againOrAnswer(facts, who), at: facts.next_sync_at });
}

function holdsDeletions(facts: Facts): Verdict | null {
  const { deletions_held, provider_name: app } = facts;
  if (deletions_held.length === 0) return null;
  const held = deletions_held.filter((h) => h.confirmed === null);
  if (held.length > 0)
    return say('degraded', { code: 'deletions_held', values: { app }, held }, 'you', {
      action: 'confirm_deletions',
      label: 'Review deletions',
    });
  return say('degraded', { code: 'deletions_confirmed', values: { app } }, 'you', {
    ...SYNC,
    at: facts.next_sync_at,
  });
}

function hasStalled(facts: Facts): Verdict | null {
  if (facts.stalled.length === 0) return null;
  const text = facts.last_run?.error_message;
  const causes: Sentence[] = [
    ...stalledSentence(facts),
    ...(text ? [{ code: 'last_sync_said', values: { text } } as const] : []),
  ];
  return say('degraded', causes, 'you', {
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
      run.error_message !== null
        ? told(run.error_message)
        : { code: 'permission_withdrawn', values: { app: facts.provider_name } },
      'you',
      {
        action: 'reconnect',
        label: facts.auth_method === 'oauth' ? 'Grant permissions' : 'Reconnect',
        at,
      },
    );
  const { streams_failed: failed, streams_total: total } = run;
  const cause: Sentence =
    run.error_message !== null
      ? told(run.error_message)
      : { code: 'streams_failed', values: { failed, total } };
  const who = PROVIDER_TROUBLE.has(run.error_reason) ? 'provider' : 'you';
  return say('degraded', cause, who, { ...againOrAnswer(facts, who), at });
}

function isQuarantining({ quarantined }: Facts): Verdict | null {
  if (quarantined === 0) return null;
  return say('degraded', { code: 'quarantined', values: { records: quarantined } }, 'you', {
    action: 'review_quarantine',
    label: 'Review',
  });
}

function isStale(facts: Facts, now_ms: number): Verdict | null {
  const { last_synced_at: last, stale_after_ms } = facts;
  if (last === null || now_ms - last <= stale_after_ms) return null;
  if (facts.status === 'paused') return say('stale', { code: 'paused_and_old' }, 'you', RESUME);
  return say('stale', { code: 'too_old' }, 'you', { ...SYNC, at: facts.next_sync_at });
}

function isPaused({ status }: Facts): Verdict | null {
  return status === 'paused' ? say('healthy', { code: 'paused' }, 'you', RESUME) : null;
}

/** Not healthy: what was asked for does not come in. While it is paused nothing does. */
function lacksPermissions({ missing_scopes, status }: Facts): Verdict | null {
  if (missing_scopes.length === 0 || status === 'paused') return null;
  const values = { scopes: missing_scopes.join(', ') };
  return say('degraded', { code: 'scopes_missing', values }, 'you', {
    action: 'reconnect',
    label: 'Grant permissions',
  });
}

interface Move {
  action: HealthDetail['action'];
  label?: string;
  /** When it is tried again by itself, epoch milliseconds. */
  at?: number | null;
}
const SYNC: Move = { action: 'sync', label: 'Sync now' };
const ANSWER: Move = { action: 'open_knowledge_sync', label: 'Open Knowledge sync' };
const RECONNECT: Move = { action: 'reconnect', label: 'Reconnect' };
const RESUME: Move = { action: 'resume', label: 'Resume' };

/** What an outbound connection asks of a person would only be asked again by another run. */
const againOrAnswer = ({ direction }: Facts, who: HealthDetail['who']): Move =>
  direction === 'outbound' && who === 'you' ? ANSWER : SYNC;

const say = (
  health: Health,
  sentences: Sentence | readonly Sentence[],
  who: HealthDetail['who'],
  move?: Move,
): Verdict => {
  const said = [sentences].flat();
  const causes = said.map(({ code, values = {} }) => ({ code, values }));
  const cause = said.map(inEnglish).join(' ');
  return { health, detail: { cause, causes, ...moveOf(who, move) } };
};

const moveOf = (
  who: HealthDetail['who'],
  { action, label, at = null }: Move = { action: 'none' },
): Omit<HealthDetail, 'cause' | 'causes'> => ({
  who,
  action,
  action_label: label ?? null,
  retry_at: at === null ? null : new Date(at).toISOString(),
});

const told = (text: string): Sentence => ({ code: 'told', values: { text } });

const stalledSentence = ({ stalled }: Facts): Sentence[] =>
  stalled.length === 0
    ? []
    : [{ code: 'stalled', values: { streams: stalled.join(', '), count: stalled.length } }];
