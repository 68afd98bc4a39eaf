import { expect, it } from 'vitest';
import { judgeHealth } from '@/lib/health/health';
import { FINE, NOW, run } from '@/lib/health/testing';

const judge = (facts: Partial<typeof FINE>) =>
  judgeHealth({ ...FINE, status: 'paused', auto_paused: { failures: 50 }, ...facts }, NOW);

const RESUME = { who: 'you', action: 'resume', action_label: 'Resume', retry_at: null };

it('what paused itself says so, with what the provider said last, and is resumed', () => {
  const last_run = run({ status: 'failed', error_reason: 'config', error_message: 'It broke.' });
  expect(judge({ auto_paused: { failures: 1_250 }, last_run })).toEqual({
    health: 'error',
    detail: {
      ...RESUME,
      causes: [
        { code: 'auto_paused', values: { failures: 1_250 } },
        { code: 'last_one_said', values: { text: 'It broke.' } },
      ],
      cause:
        'Paused by itself: 1,250 syncs in a row failed and nothing came in for a week. ' +
        'The last one said: It broke.',
    },
  });
});

it.each([
  ['a run was cancelled since', { last_run: run({ status: 'cancelled' }) }],
  ['no run is left', { last_run: null }],
])('it stays in trouble when %s', (_, facts) => {
  expect(judge(facts)).toEqual({
    health: 'error',
    detail: {
      ...RESUME,
      causes: [{ code: 'auto_paused', values: { failures: 50 } }],
      cause: 'Paused by itself: 50 syncs in a row failed and nothing came in for a week.',
    },
  });
});

it('a grant that is gone as well is reconnected, which ends the pause too', () => {
  expect(judge({ needs_reauth: { reason: 'Gone.' } })).toMatchObject({
    health: 'needs_reauth',
    detail: { action: 'reconnect' },
  });
});
