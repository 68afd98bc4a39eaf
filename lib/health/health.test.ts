import { expect, it } from 'vitest';
import { CAUSES } from '@/lib/contract/state';
import type { Facts } from '@/lib/health/facts';
import { judgeHealth, type Verdict } from '@/lib/health/health';
import { FINE, held, HOUR, inWords, LATER, LATER_TEXT, NOW, run } from '@/lib/health/testing';

type Move = Omit<Verdict['detail'], 'cause' | 'causes'>;
type Row = [name: string, facts: Partial<Facts>, health: Verdict['health'], cause: string, Move];

const move = (
  who: Move['who'],
  action: Move['action'] = 'none',
  action_label: string | null = null,
  retry_at: string | null = null,
): Move => ({ who, action, action_label, retry_at });
const NONE = move('nobody');
const RECONNECT = move('you', 'reconnect', 'Reconnect');
const FINISH = move('you', 'finish', 'Finish connecting');
const SYNC = move('you', 'sync', 'Sync now', LATER_TEXT);
const PROVIDER = move('provider', 'sync', 'Sync now', LATER_TEXT);
const STALE = move('you', 'sync', 'Sync now', LATER_TEXT);
const START_OVER = move('you', 'start_over', 'Start over', LATER_TEXT);
const REVIEW = move('you', 'review_quarantine', 'Review');
const CONFIRM = move('you', 'confirm_deletions', 'Review deletions');
const RESUME = move('you', 'resume', 'Resume');
const ANSWER = move('you', 'open_knowledge_sync', 'Open Knowledge sync', LATER_TEXT);
const WELL = 'Connected and up to date.';
const FAILED = 'The last sync failed.';

const ROWS: Row[] = [
  ['all is well', {}, 'healthy', WELL, NONE],
  ['nothing was read yet', { last_synced_at: null }, 'healthy', 'Connected.', NONE],
  ['the last sync was good', { last_run: run({}) }, 'healthy', WELL, NONE],
  [
    'disconnected',
    { status: 'disconnected' },
    'disconnected',
    'It was disconnected. Its records and history are kept.',
    RECONNECT,
  ],
  [
    'the grant is gone',
    { needs_reauth: { reason: 'Acme said no.' } },
    'needs_reauth',
    'Acme said no.',
    RECONNECT,
  ],
  [
    'never authorized',
    { status: 'pending' },
    'needs_reauth',
    'Acme has not been authorized yet.',
    FINISH,
  ],
  [
    'no key yet',
    { status: 'pending', auth_method: 'api_key' },
    'needs_reauth',
    'The Acme key has not been entered yet.',
    FINISH,
  ],
  ['a sync runs', { has_live_run: true }, 'syncing', 'A sync is running.', NONE],
  [
    'the first sync runs',
    { status: 'pending', has_live_run: true },
    'syncing',
    'A sync is running.',
    NONE,
  ],
  [
    'told to wait',
    { rate_limited_until: LATER },
    'rate_limited',
    'Acme asked us to slow down. The sync goes on by itself.',
    move('provider', 'wait', null, LATER_TEXT),
  ],
  ['told to wait until now', { rate_limited_until: NOW }, 'healthy', WELL, NONE],
  ['an error without a run', { status: 'error' }, 'error', FAILED, SYNC],
  [
    'the last sync failed',
    { last_run: run({ status: 'failed', error_reason: 'unknown', error_message: 'It broke.' }) },
    'error',
    'It broke.',
    SYNC,
  ],
  [
    'the provider had trouble',
    { last_run: run({ status: 'failed', error_reason: 'transient', error_message: 'HTTP 503.' }) },
    'error',
    'HTTP 503.',
    PROVIDER,
  ],
  [
    'the installation is set up wrongly',
    { last_run: run({ status: 'failed', error_reason: 'config', error_message: 'No app.' }) },
    'error',
    'No app.',
    move('operator', 'ask_operator'),
  ],
  [
    'failed, and stuck for long',
    { last_run: run({ status: 'failed', error_message: 'It broke.' }), stalled: ['Deals'] },
    'error',
    'It broke. Deals has got no further in the last five syncs.',
    SYNC,
  ],
  [
    'deletions wait for a person',
    {
      deletions_held: [held('contacts', 1_200, 3_000), held('deals', 5, 5), held('tasks', 9, 9, 9)],
    },
    'degraded',
    'Acme no longer lists 1,200 of 3,000 contacts, 5 of 5 deals. Inlet kept them.',
    CONFIRM,
  ],
  [
    'deletions were confirmed',
    { deletions_held: [held('contacts', 1_200, 3_000, 1_200)] },
    'degraded',
    'The deletions that were confirmed are made once Acme has been read again.',
    SYNC,
  ],
  [
    'one stream is stuck',
    { stalled: ['Deals'] },
    'degraded',
    'Deals has got no further in the last five syncs.',
    START_OVER,
  ],
  [
    'several streams are stuck, and why',
    {
      stalled: ['Deals', 'Tasks'],
      last_run: run({ status: 'partial', error_message: 'Page 7 is odd.' }),
    },
    'degraded',
    'Deals, Tasks have got no further in the last five syncs. The last sync said: Page 7 is odd.',
    START_OVER,
  ],
  [
    'some streams failed, and why',
    {
      last_run: run({ status: 'partial', error_reason: 'unknown', error_message: 'Deals broke.' }),
    },
    'degraded',
    'Deals broke.',
    SYNC,
  ],
  [
    'a permission was taken away',
    {
      last_run: run({ status: 'partial', error_reason: 'auth', error_message: 'Not allowed.' }),
    },
    'degraded',
    'Not allowed.',
    move('you', 'reconnect', 'Grant permissions', LATER_TEXT),
  ],
  [
    'a key may do less than it did',
    { auth_method: 'api_key', last_run: run({ status: 'partial', error_reason: 'auth' }) },
    'degraded',
    'Acme no longer allows everything that is synced.',
    move('you', 'reconnect', 'Reconnect', LATER_TEXT),
  ],
  [
    'nothing is allowed any more',
    { last_run: run({ status: 'failed', error_reason: 'auth', error_message: 'Not allowed.' }) },
    'error',
    'Not allowed.',
    SYNC,
  ],
  [
    'some streams failed',
    { last_run: run({ status: 'partial', streams_failed: 2 }) },
    'degraded',
    '2 of 4 streams failed in the last sync.',
    SYNC,
  ],
  [
    'a record could not be stored',
    { quarantined: 1 },
    'degraded',
    '1 record could not be stored and is in quarantine.',
    REVIEW,
  ],
  [
    'records could not be stored',
    { quarantined: 1_234 },
    'degraded',
    '1,234 records could not be stored and are in quarantine.',
    REVIEW,
  ],
  [
    'old',
    { last_synced_at: NOW - 48 * HOUR - 1 },
    'stale',
    'The last good sync is too long ago.',
    STALE,
  ],
  ['just not old', { last_synced_at: NOW - 48 * HOUR }, 'healthy', WELL, NONE],
  [
    'paused and old',
    { status: 'paused', last_synced_at: NOW - 48 * HOUR - 1 },
    'stale',
    'Syncing is paused and the data is getting old.',
    RESUME,
  ],
  [
    'outbound: it is asked whether to make the database again',
    {
      direction: 'outbound',
      last_run: run({ status: 'failed', error_reason: 'unknown', error_message: 'It is gone.' }),
    },
    'error',
    'It is gone.',
    ANSWER,
  ],
  [
    'outbound: pages wait for a word',
    {
      direction: 'outbound',
      last_run: run({ status: 'partial', error_reason: 'unknown', error_message: 'One waits.' }),
    },
    'degraded',
    'One waits.',
    ANSWER,
  ],
  [
    'outbound: the provider is down',
    {
      direction: 'outbound',
      last_run: run({ status: 'failed', error_reason: 'transient', error_message: 'It is down.' }),
    },
    'error',
    'It is down.',
    PROVIDER,
  ],
  ['paused', { status: 'paused' }, 'healthy', 'Syncing is paused.', RESUME],
  [
    'paused with records in quarantine: what another sync would not mend is asked for first',
    { status: 'paused', quarantined: 1 },
    'degraded',
    '1 record could not be stored and is in quarantine.',
    REVIEW,
  ],
  [
    'paused after a failure: a sync would be refused',
    { status: 'paused', last_run: run({ status: 'failed', error_reason: 'transient' }) },
    'error',
    FAILED,
    RESUME,
  ],
  [
    'permissions are missing',
    { missing_scopes: ['deals.read', 'tickets'] },
    'degraded',
    'Some permissions were not granted: deals.read, tickets. The streams that need them are skipped.',
    move('you', 'reconnect', 'Grant permissions'),
  ],
  [
    'the next sync is not planned',
    { status: 'error', next_sync_at: null },
    'error',
    FAILED,
    move('you', 'sync', 'Sync now'),
  ],
];

it.each(ROWS)('%s', (_, facts, health, cause, detail) => {
  const all = { ...FINE, ...facts };
  const verdict = judgeHealth(all, NOW);
  const { causes } = verdict.detail;
  expect(verdict).toEqual({ health, detail: { cause, causes, ...detail } });
  expect(inWords(causes, all.deletions_held)).toBe(cause);
});

it('says each sentence there is', () => {
  const said = ROWS.flatMap(([, facts]) => judgeHealth({ ...FINE, ...facts }, NOW).detail.causes);
  const paused = judgeHealth(
    { ...FINE, auto_paused: { failures: 50 }, last_run: run({ error_message: 'It broke.' }) },
    NOW,
  ).detail.causes;
  expect(inWords(paused, [])).toMatch(/^Paused by itself: 50 .* The last one said: It broke\.$/);
  expect([...new Set([...said, ...paused].map(({ code }) => code))].sort()).toEqual(
    [...CAUSES].sort(),
  );
});
