import fs from 'node:fs';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RateLimit } from '@/lib/connectors/kit';
import { BudgetSpent, send, type Route, type SendOptions } from '@/lib/egress/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';

/** The real way out, by its own setting: a proxy that leads every name to one server. */
const { provider, proxy } = await vi.hoisted(async () => {
  const { fakeProvider, fakeProxy } = await import('@/lib/egress/testing/servers');
  const provider = await fakeProvider(['api.provider.test']);
  const proxy = await fakeProxy(() => provider.port);
  process.env.HTTPS_PROXY = proxy.url;
  return { provider, proxy };
});
useTestDatabase();

afterAll(() => {
  provider.close();
  proxy.close();
});
beforeEach(() => {
  provider.calls.length = 0;
  provider.answer = (_, response) => response.end('{}');
});

/** Sends a call; what was thrown, or null. */
async function sent(options: SendOptions = {}, limits: RateLimit[] = []): Promise<Error | null> {
  const route: Route = {
    hosts: ['api.provider.test'],
    mode: 'live',
    limits,
    keys: { connection: 'connection/1', app: 'app/test/live' },
  };
  const call = send({ url: 'https://api.provider.test/x' }, route, options);
  return call.then(() => null).catch((error: Error) => error);
}

it('what was counted in sixtieths of a window counts in its 240ths', async () => {
  const hour: RateLimit = { name: 'calls', scope: 'app', requests: 4, per_ms: 3_600_000 };
  const window_ms = hour.per_ms * 1.03;
  await db.query(sql`
    INSERT INTO rate_budgets (key, newest, used)
    VALUES (
      'app/test/live/calls',
      floor(extract(epoch FROM clock_timestamp()) * 1000 / ${window_ms / 60}::float8),
      '{2,0,1}'
    )`);
  const file = 'prisma/migrations/20261130190000_budgets_in_240ths/migration.sql';
  const [finer = ''] = fs.readFileSync(file, 'utf8').split(';');
  await db.query(finer);
  expect(await sent({}, [hour])).toBeNull();
  expect(await sent({}, [hour])).toBeInstanceOf(BudgetSpent);
  expect(provider.calls.length).toBe(1);
});

describe('a call that is written down before it leaves', () => {
  const written = async (takes_ms: number) => {
    const note = () => new Promise<void>((done) => setTimeout(done, takes_ms));
    const error = await sent({ departing: { note, within_ms: 200 } });
    return { error, left: provider.calls.length };
  };

  it('leaves', async () => {
    expect(await written(0)).toEqual({ error: null, left: 1 });
  });

  it('does not when this process stood still meanwhile, or nothing could be written', async () => {
    expect(await written(300)).toMatchObject({ error: { name: 'NetworkError' }, left: 0 });
    const note = () => Promise.reject(new Error('no database'));
    const error = await sent({ departing: { note, within_ms: 200 } });
    expect(error?.message).toBe('no database');
    expect(provider.calls.length).toBe(0);
  });
});
