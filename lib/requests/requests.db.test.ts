import { beforeAll, describe, expect, test } from 'vitest';
import type { KeyPrincipal, Principal } from '@/lib/contract/principal';
import { OPEN_ACCESS } from '@/lib/contract/surfaces';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { newId } from '@/lib/platform/ids';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { answerOnce, type KeptAnswer } from '@/lib/requests/answers';
import { RateLimited, takeRequest } from '@/lib/requests/budgets';
import { forgetOldRequests } from '@/lib/requests/service';

useTestDatabase();

const refused = (code: string) => expect.objectContaining({ code });

describe('budgets', () => {
  const keyOf = (workspace_id = newId()): KeyPrincipal => ({
    kind: 'api_key',
    access: OPEN_ACCESS,
    key_id: newId(),
    connection_ids: [],
    connector_types: [],
    created_by: null,
    platform_role: null,
    workspace: { id: workspace_id, slug: 'acme', mode: 'live' },
    scopes: [],
  });
  const allow = (per_key: number, per_workspace: number) => ({ per_key, per_workspace });
  const tryAll = async (principals: Principal[], allowed: ReturnType<typeof allow>) => {
    const settled = await Promise.allSettled(principals.map((p) => takeRequest(p, allowed)));
    return settled.filter((one) => one.status === 'fulfilled').length;
  };
  /** The minute that runs is over. */
  const pass = () =>
    db.query(sql`UPDATE request_budgets SET began_at = began_at - interval '1 minute'`);

  test('as many pass as the key may make, however many come at once', async () => {
    const key = keyOf();
    const allowed = allow(50, 1_000);
    expect(
      await tryAll(
        Array.from({ length: 200 }, () => key),
        allowed,
      ),
    ).toBe(50);
    await expect(takeRequest(key, allowed)).rejects.toEqual(refused('rate_limited'));
  });

  test('keys of a workspace share its limit, and one of another workspace has its own', async () => {
    const allowed = allow(50, 80);
    const id = newId();
    const [a, b, other] = [keyOf(id), keyOf(id), keyOf()];
    const asked = Array.from({ length: 120 }, (_, i) => (i % 2 ? a : b));
    expect(await tryAll(asked, allowed)).toBe(80);
    expect(await tryAll([other], allowed)).toBe(1);
    const refusal = await takeRequest(a, allowed).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RateLimited);
    expect((refusal as RateLimited).message).toContain('This workspace may make 80');
  });

  test('what is left is said with each, and a refusal says when to come back', async () => {
    const allowed = allow(2, 100);
    const key = keyOf();
    const [first] = await takeRequest(key, allowed);
    expect(first).toEqual({ name: 'key', quota: 2, remaining: 1, resets_in_seconds: 60 });
    const both = await Promise.allSettled([takeRequest(key, allowed), takeRequest(key, allowed)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const again = await takeRequest(key, allowed).catch((error: unknown) => error);
    const { details, budgets } = again as RateLimited;
    const wait = details.extra!.retry_after_seconds as number;
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(budgets[0]).toMatchObject({ remaining: 0 });
  });

  test('after the minute there is as much again', async () => {
    const allowed = allow(100, 3);
    const id = newId();
    const key = keyOf(id);
    expect(await tryAll([key, key, key, key], allowed)).toBe(3);
    await pass();
    expect(await takeRequest(keyOf(id), allowed)).toMatchObject([
      { remaining: 99 },
      { remaining: 2 },
    ]);
  });

  test('people are not counted, and 0 counts nobody', async () => {
    const person = await makePrincipal(await makeWorkspace());
    expect(await tryAll([person, person, person], allow(1, 1))).toBe(3);
    const key = keyOf();
    expect(await tryAll([key, key, key], allow(0, 0))).toBe(3);
  });
});

describe('answers', () => {
  let principal: SignedIn;
  beforeAll(async () => {
    principal = await makePrincipal(await makeWorkspace());
  });
  const ok: KeptAnswer = { status: 201, headers: { 'x-a': 'b' }, body: '{"key":"inlet_sk_x"}' };
  const ask = (key: string, request: string[], answer = async () => ok, as = principal) =>
    answerOnce(as, key, request, answer);

  test('the same again is answered the same, and done once', async () => {
    let done = 0;
    const count = async () => ({ ...ok, body: `{"n":${++done}}` });
    const first = await ask('a', ['op', '{}'], count);
    expect(first).toEqual({ ...ok, body: '{"n":1}', again: false });
    expect(await ask('a', ['op', '{}'], count)).toEqual({ ...first, again: true });
    expect(done).toBe(1);
  });

  test('ten at once are done once; the others are told to wait', async () => {
    let done = 0;
    const gate = Promise.withResolvers<void>();
    const slow = async () => {
      done += 1;
      await gate.promise;
      return ok;
    };
    const all = Array.from({ length: 10 }, () => ask('b', ['op'], slow));
    const codes: string[] = [];
    for (const one of all) one.catch((error: { code: string }) => codes.push(error.code));
    await expect.poll(() => codes.length).toBe(9);
    gate.resolve();
    await Promise.allSettled(all);
    expect(new Set(codes)).toEqual(new Set(['idempotency_key_in_use']));
    expect(done).toBe(1);
    expect(await ask('b', ['op'], slow)).toEqual({ ...ok, again: true });
  });

  test('another request with the key is refused; another caller has keys of their own', async () => {
    await ask('c', ['op', '1']);
    await expect(ask('c', ['op', '2'])).rejects.toEqual(refused('idempotency_key_reused'));
    await expect(ask('c', ['other', '1'])).rejects.toEqual(refused('idempotency_key_reused'));
    const other = await makePrincipal(principal.workspace);
    expect(await ask('c', ['op', '2'], undefined, other)).toMatchObject({ again: false });
  });

  test('a refusal is kept; a failure of ours is not', async () => {
    const no = async () => ({ status: 422, headers: {}, body: 'no' });
    await ask('d', ['op'], no);
    expect(await ask('d', ['op'])).toMatchObject({ status: 422, again: true });
    await ask('e', ['op'], async () => ({ status: 503, headers: {}, body: 'later' }));
    expect(await ask('e', ['op'])).toMatchObject({ status: 201, again: false });
    await expect(ask('f', ['op'], () => Promise.reject(new Error('broken')))).rejects.toThrow();
    expect(await ask('f', ['op'])).toMatchObject({ again: false });
  });

  test('a process that died in the middle lets go of its key', async () => {
    const begun = Promise.withResolvers<void>();
    void ask('g', ['op'], () => {
      begun.resolve();
      return new Promise(() => undefined);
    });
    await begun.promise;
    await expect(ask('g', ['op'])).rejects.toEqual(refused('idempotency_key_in_use'));
    await db.query(sql`
      UPDATE idempotent_answers SET lease_until = now() - interval '1 second'
      WHERE key = 'g'`);
    expect(await ask('g', ['op'])).toMatchObject({ again: false });
  });

  test('nothing of an answer is readable where it is kept, and after a day it is gone', async () => {
    await ask('h', ['op', 'a password']);
    const { rows } = await db.query(sql`SELECT * FROM idempotent_answers`);
    expect(Buffer.from(JSON.stringify(rows)).toString()).not.toMatch(/inlet_sk|password/);
    for (const { cipher } of rows as { cipher: Buffer }[])
      expect(cipher.toString('latin1')).not.toMatch(/inlet_sk|password/);
    await db.query(sql`
      UPDATE idempotent_answers SET created_at = now() - interval '25 hours'
      WHERE key = 'h'`);
    expect(await ask('h', ['another'])).toMatchObject({ again: false });
    await db.query(sql`UPDATE idempotent_answers SET created_at = now() - interval '25 hours'`);
    await forgetOldRequests();
    expect((await db.query(sql`SELECT FROM idempotent_answers`)).rowCount).toBe(0);
  });

  test.each(['', 'with space', 'ü', 'x'.repeat(256)])('%.12s is no key', async (key) => {
    await expect(ask(key, ['op'])).rejects.toEqual(refused('invalid_request'));
  });
});
