import type { Cause } from '@/lib/contract/health';
import type { Facts } from '@/lib/health/facts';

/** One sentence of a verdict. The others are said from its code and values alone. */
export type Sentence =
  | { code: Exclude<Cause['code'], 'deletions_held'>; values?: Cause['values'] }
  | { code: 'deletions_held'; values: Cause['values']; held: Facts['deletions_held'] };

/** What REST says; the console says the same by code, in the reader's language. */
export function inEnglish(sentence: Sentence): string {
  if (sentence.code === 'deletions_held')
    return `${sentence.values.app} no longer lists ${sentence.held.map(heldText).join(', ')}. Inlet kept them.`;
  return WORDS[sentence.code](sentence.values ?? {});
}

const WORDS: Record<
  Exclude<Cause['code'], 'deletions_held'>,
  (values: Cause['values']) => string
> = {
  connected: () => 'Connected.',
  up_to_date: () => 'Connected and up to date.',
  disconnected: () => 'It was disconnected. Its records and history are kept.',
  not_authorized: ({ app }) => `${app} has not been authorized yet.`,
  key_not_entered: ({ app }) => `The ${app} key has not been entered yet.`,
  syncing: () => 'A sync is running.',
  rate_limited: ({ app }) => `${app} asked us to slow down. The sync goes on by itself.`,
  auto_paused: ({ failures }) =>
    `Paused by itself: ${number(failures)} syncs in a row failed and nothing came in for a week.`,
  last_one_said: ({ text }) => `The last one said: ${text}`,
  failed: () => 'The last sync failed.',
  stalled: ({ streams, count }) =>
    `${streams} ${count === 1 ? 'has' : 'have'} got no further in the last five syncs.`,
  last_sync_said: ({ text }) => `The last sync said: ${text}`,
  deletions_confirmed: ({ app }) =>
    `The deletions that were confirmed are made once ${app} has been read again.`,
  permission_withdrawn: ({ app }) => `${app} no longer allows everything that is synced.`,
  streams_failed: ({ failed, total }) => `${failed} of ${total} streams failed in the last sync.`,
  quarantined: ({ records }) =>
    records === 1
      ? '1 record could not be stored and is in quarantine.'
      : `${number(records)} records could not be stored and are in quarantine.`,
  scopes_missing: ({ scopes }) =>
    `Some permissions were not granted: ${scopes}. The streams that need them are skipped.`,
  paused_and_old: () => 'Syncing is paused and the data is getting old.',
  too_old: () => 'The last good sync is too long ago.',
  paused: () => 'Syncing is paused.',
  told: ({ text }) => String(text),
};

const number = (n: string | number | undefined): string => Number(n).toLocaleString('en');

const heldText = (held: Facts['deletions_held'][number]): string =>
  `${number(held.would_delete)} of ${number(held.of)} ${held.label}`;
