import { expect, it } from 'vitest';
import { turnOf } from '@/lib/contract/state';
import type { Facts } from '@/lib/health/facts';
import { judgeHealth } from '@/lib/health/health';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const FINE: Facts = {
  status: 'connected',
  auth_method: 'oauth',
  direction: 'inbound',
  has_live_run: false,
  needs_reauth: null,
  rate_limited_until: null,
  deletions_held: [],
  auto_paused: null,
  stalled: [],
  quarantined: 0,
  missing_scopes: [],
  last_synced_at: NOW,
  last_run: null,
  next_sync_at: NOW,
  stale_after_ms: 1_000,
  provider_name: 'Acme',
};
const run = (over: Partial<NonNullable<Facts['last_run']>>): Facts['last_run'] => ({
  status: 'partial',
  error_reason: null,
  error_message: null,
  streams_failed: 1,
  streams_total: 4,
  ...over,
});
const turn = (facts: Partial<Facts>) => {
  const { health, detail } = judgeHealth({ ...FINE, ...facts }, NOW);
  return turnOf({ status: facts.status ?? FINE.status, health, health_detail: detail });
};

it('trouble of the provider waits for the provider, whole or in part', () => {
  for (const error_reason of ['transient', 'rate_limit'] as const) {
    expect(turn({ last_run: run({ error_reason }) })).toBe('provider');
    expect(turn({ last_run: run({ status: 'failed', error_reason }) })).toBe('provider');
  }
  expect(turn({ rate_limited_until: NOW + 1 })).toBe('provider');
});

it('what a person has to do waits for a person', () => {
  for (const error_reason of ['auth', 'config', 'unknown'] as const)
    expect(turn({ last_run: run({ status: 'failed', error_reason }) })).toBe('you');
  expect(turn({ last_run: run({ error_reason: 'auth' }) })).toBe('you');
  expect(turn({ status: 'pending' })).toBe('you');
  expect(turn({ needs_reauth: { reason: 'gone' } })).toBe('you');
  expect(turn({ quarantined: 1 })).toBe('you');
  expect(turn({ last_synced_at: NOW - 2_000 })).toBe('you');
  expect(turn({ missing_scopes: ['deals'] })).toBe('you');
});

it('what failed and was paused waits for a person, whoever caused it', () => {
  const last_run = run({ status: 'failed', error_reason: 'transient' });
  expect(turn({ status: 'paused', last_run })).toBe('you');
  expect(turn({ status: 'paused', last_run: run({ error_reason: 'rate_limit' }) })).toBe('you');
});

it('nobody has to do anything about what works, and what rests is apart', () => {
  expect(turn({})).toBe('nobody');
  expect(turn({ has_live_run: true })).toBe('nobody');
  expect(turn({ status: 'paused' })).toBe('off');
  expect(turn({ status: 'paused', last_synced_at: NOW - 2_000 })).toBe('off');
  expect(turn({ status: 'paused', missing_scopes: ['deals'] })).toBe('off');
  expect(turn({ status: 'disconnected' })).toBe('off');
});
