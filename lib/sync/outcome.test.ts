import { describe, expect, it } from 'vitest';
import type { ErrorReason } from '@/lib/contract/common';
import { SyncError } from '@/lib/sync/errors';
import { outcomeOf, type Outcome } from '@/lib/sync/outcome';

const NOW = Date.parse('2026-11-25T10:00:00Z');
type Status = 'completed' | 'failed' | 'skipped' | 'pending';
const stream = (
  name: string,
  status: Status,
  error_reason: ErrorReason | null = null,
  error_message: string | null = null,
) => ({ stream: name, status, error_reason, error_message });
const good = (name: string) => stream(name, 'completed');
const bad = (name: string, reason: ErrorReason | null = 'unknown', message: string | null = 'no') =>
  stream(name, 'failed', reason, message);

const COMPLETED: Outcome = {
  status: 'completed',
  error_reason: null,
  error_message: null,
  needs_reauth: null,
  grant_gone: false,
  rate_limited_until: null,
};

describe('what became of a run', () => {
  it.each([
    ['all streams good', [good('a'), good('b')]],
    ['a stream skipped for a permission', [good('a'), stream('b', 'skipped', 'auth', 'no scope')]],
    ['nothing but skipped streams', [stream('a', 'skipped', 'auth', 'no scope')]],
    ['no streams', []],
  ])('%s: completed', (_, streams) => expect(outcomeOf(streams, null, NOW)).toEqual(COMPLETED));

  it('one failed stream among good ones: partial, and its reason', () => {
    expect(outcomeOf([good('a'), bad('b', 'transient', 'HTTP 500')], null, NOW)).toEqual({
      ...COMPLETED,
      status: 'partial',
      error_reason: 'transient',
      error_message: 'b: HTTP 500',
    });
  });

  it('several failed streams: how many of how many, and the first of them', () => {
    const streams = [good('a'), bad('b', 'config', 'plan'), bad('c'), bad('d')];
    expect(outcomeOf(streams, null, NOW)).toMatchObject({
      status: 'partial',
      error_reason: 'unknown', // the most common one
      error_message: '3 of 4 streams failed. b: plan',
    });
  });

  it('of reasons equally common, the first', () => {
    const streams = [bad('a', 'config'), bad('b', 'transient')];
    expect(outcomeOf(streams, null, NOW).error_reason).toBe('config');
  });

  it('a stream that does not say why: unknown', () => {
    expect(outcomeOf([good('a'), bad('b', null, null)], null, NOW)).toMatchObject({
      error_reason: 'unknown',
      error_message: 'b: failed',
    });
  });

  it('all streams failed: failed, and nobody has to authorize again for it', () => {
    expect(outcomeOf([bad('a', 'transient'), bad('b', 'transient')], null, NOW)).toMatchObject({
      status: 'failed',
      error_reason: 'transient',
      needs_reauth: null,
    });
  });
});

describe('who has to authorize again', () => {
  it('whoever is refused every stream', () => {
    const streams = [bad('a', 'auth', 'not allowed'), bad('b', 'auth', 'nor this')];
    expect(outcomeOf(streams, null, NOW)).toMatchObject({
      status: 'failed',
      error_reason: 'auth',
      needs_reauth: 'not allowed',
      grant_gone: false,
    });
  });

  it('whoever is refused every stream without a word', () => {
    const { needs_reauth } = outcomeOf([bad('a', 'auth', null)], null, NOW);
    expect(needs_reauth).toBe('The provider refused every stream.');
  });

  it.each([
    ['one stream answers', [good('a'), bad('b', 'auth')]],
    ['one fails for another reason', [bad('a', 'transient'), bad('b', 'auth')]],
  ])('nobody while %s', (_, streams) =>
    expect(outcomeOf(streams, null, NOW).needs_reauth).toBeNull(),
  );

  it.each([true, false])('the error that ended the run says so (grant gone: %s)', (grant_gone) => {
    const error = new SyncError('auth', 'revoked', {
      reach: 'run',
      needs_reauth: true,
      grant_gone,
    });
    expect(outcomeOf([good('a'), bad('b', 'auth')], error, NOW)).toEqual({
      status: 'failed',
      error_reason: 'auth',
      error_message: 'revoked',
      needs_reauth: 'revoked',
      grant_gone,
      rate_limited_until: null,
    });
  });
});

describe('an error that ended the run', () => {
  it('speaks before the streams that were not reached', () => {
    const error = new SyncError('config', 'The plan ended.', { reach: 'run' });
    expect(outcomeOf([good('a'), bad('b', 'transient')], error, NOW)).toMatchObject({
      status: 'partial',
      error_reason: 'config',
      error_message: 'The plan ended.',
    });
  });

  it('without any stream: failed', () => {
    const error = new SyncError('config', 'no app', { reach: 'run' });
    expect(outcomeOf([], error, NOW)).toMatchObject({ status: 'failed', error_reason: 'config' });
  });

  it.each([
    ['the time the provider named', NOW + 900_000, NOW + 900_000],
    ['a minute when it named none', null, NOW + 60_000],
  ])('a limit waits until %s', (_, retry_at_ms, until) => {
    const error = new SyncError('rate_limit', 'slow down', { reach: 'run', retry_at_ms });
    expect(outcomeOf([good('a')], error, NOW)).toMatchObject({
      status: 'partial',
      error_reason: 'rate_limit',
      rate_limited_until: until,
    });
  });

  it('of another kind is no limit, whatever time it holds', () => {
    const error = new SyncError('transient', 'down', { reach: 'run', retry_at_ms: NOW + 5 });
    expect(outcomeOf([good('a')], error, NOW).rate_limited_until).toBeNull();
  });
});
