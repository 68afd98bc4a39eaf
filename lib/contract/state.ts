export const STATUSES = [
  'pending',
  'connected',
  'syncing',
  'error',
  'paused',
  'disconnected',
] as const;

/** In order of precedence: the first that applies wins. */
export const HEALTHS = [
  'disconnected',
  'needs_reauth',
  'syncing',
  'rate_limited',
  'error',
  'degraded',
  'stale',
  'healthy',
] as const;

/** The one thing to do about a verdict. */
export const ACTIONS = [
  'none',
  'reconnect',
  'finish',
  'sync',
  'resume',
  'wait',
  'confirm_deletions',
  'start_over',
  'review_quarantine',
  'ask_operator',
  'open_knowledge_sync',
] as const;

/**
 * Each sentence a verdict may be made of. `told` is what a sync or a provider said, as it was said;
 * `last_one_said` and `last_sync_said` quote it.
 */
export const CAUSES = [
  'connected',
  'up_to_date',
  'disconnected',
  'not_authorized',
  'key_not_entered',
  'syncing',
  'rate_limited',
  'auto_paused',
  'last_one_said',
  'failed',
  'stalled',
  'last_sync_said',
  'deletions_held',
  'deletions_confirmed',
  'permission_withdrawn',
  'streams_failed',
  'quarantined',
  'scopes_missing',
  'paused_and_old',
  'too_old',
  'paused',
  'told',
] as const;

/**
 * The one word a connection is shown under: its health, but for what is paused or was never
 * finished.
 */
export const STATES = [
  'disconnected',
  'unfinished',
  'needs_reauth',
  'syncing',
  'rate_limited',
  'error',
  'degraded',
  'paused',
  'stale',
  'healthy',
] as const;
export type State = (typeof STATES)[number];

/** Pure; `stateSql` says the same for filters and counts. */
export function stateOf(c: {
  status: (typeof STATUSES)[number];
  health: (typeof HEALTHS)[number];
  health_detail: { action: (typeof ACTIONS)[number] };
}): State {
  if (c.health_detail.action === 'finish') return 'unfinished';
  if (c.status === 'paused' && (c.health === 'healthy' || c.health === 'stale')) return 'paused';
  return c.health;
}

/** Whose turn it is, worst first: what a list is divided by. `off`: paused or disconnected. */
export const TURNS = ['you', 'provider', 'nobody', 'off'] as const;
export type Turn = (typeof TURNS)[number];

/** Pure; `turnSql` says the same for the order of lists. */
export function turnOf(
  c: Parameters<typeof stateOf>[0] & {
    health_detail: { who: 'nobody' | 'you' | 'provider' | 'operator' };
  },
): Turn {
  const state = stateOf(c);
  if (state === 'disconnected' || state === 'paused') return 'off';
  const { who } = c.health_detail;
  return who === 'operator' ? 'you' : who;
}

/** The orders a list of connections can have. */
export const SORTS = ['newest', 'worst', 'name', 'app', 'owner', 'oldest_sync'] as const;
export type Sort = (typeof SORTS)[number];

/** What a knowledge sync may do to pages. */
export const SYNC_POLICIES = ['mirror', 'append_only', 'create_and_update'] as const;
export const CONFLICT_RULES = ['overwrite', 'keep_remote_edits', 'skip_and_report'] as const;
/** How a page of a knowledge sync stands. */
export const PAGE_STATES = [
  'creating',
  'writing',
  'written',
  'kept',
  'conflict',
  'archived',
  'gone',
  'left',
  'failed',
] as const;
