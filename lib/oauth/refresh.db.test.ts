import { beforeEach, expect, it } from 'vitest';
import { findConnector } from '@/lib/catalog/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { openAccess, TokenError, type Target } from '@/lib/oauth/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { connectHubSpot, useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
let principal: UserPrincipal;

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  principal = await makePrincipal(await makeWorkspace());
});

const connector = findConnector('hubspot')!;
const targetOf = (connection_id: string): Target => ({
  workspace_id: principal.workspace.id,
  connection_id,
  mode: 'sandbox',
  provider_app_id: null,
  connector,
  route: {
    hosts: connector.hosts,
    mode: 'sandbox',
    limits: [],
    keys: { connection: connection_id, app: 'test' },
  },
});
const tokenCalls = () =>
  Object.entries(control().requests('hubspot').paths)
    .filter(([path]) => path.includes('/token'))
    .reduce((sum, [, n]) => sum + n, 0);
const expire = (id: string) =>
  db.query(sql`
    UPDATE credentials
    SET expires_at = now() - interval '1 second'
    WHERE connection_id = ${id}`);

it('refreshes once however many want a token, with a provider that rotates and punishes reuse', async () => {
  control().rotation({ provider: 'hubspot', on: true });
  const target = targetOf(await connectHubSpot(principal, 'globex'));
  for (let round = 1; round <= 5; round++) {
    await expire(target.connection_id);
    const accesses = await Promise.all(Array.from({ length: 60 }, () => openAccess(target)));
    const before = tokenCalls();
    const headers = await Promise.all(accesses.map((a) => a.headers()));
    expect(tokenCalls() - before).toBe(1);
    expect(new Set(headers.map((h) => h.authorization)).size).toBe(1);
  }
});

it('waits for another process’s refresh instead of making its own, and takes over from one that died', async () => {
  const target = targetOf(await connectHubSpot(principal, 'globex'));
  await expire(target.connection_id);
  const access = await openAccess(target);
  const before = tokenCalls();
  await db.query(sql`
    UPDATE credentials
    SET lease_owner = gen_random_uuid(), lease_until = now() + interval '1 second'
    WHERE connection_id = ${target.connection_id}`);
  const waiting = access.headers();
  await new Promise((resolve) => {
    setTimeout(resolve, 500);
  });
  expect(tokenCalls() - before).toBe(0);
  await waiting; // the lease ran out: its owner is dead
  expect(tokenCalls() - before).toBe(1);
});

it('does not let a late answer overwrite a newer credential', async () => {
  const target = targetOf(await connectHubSpot(principal, 'globex'));
  await expire(target.connection_id);
  control().fault({ provider: 'hubspot', path: '/oauth', kind: 'slow', delay_ms: 600 });
  const late = (await openAccess(target)).headers();
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  await db.query(sql`
    UPDATE credentials
    SET version = version + 1, lease_owner = NULL, lease_until = NULL,
      expires_at = now() + interval '1 hour'
    WHERE connection_id = ${target.connection_id}`);
  const {
    rows: [newer],
  } = await db.query<{ cipher: Buffer; version: number }>(sql`
    SELECT cipher, version
    FROM credentials
    WHERE connection_id = ${target.connection_id}`);
  await late;
  const {
    rows: [after],
  } = await db.query<{ cipher: Buffer; version: number }>(sql`
    SELECT cipher, version
    FROM credentials
    WHERE connection_id = ${target.connection_id}`);
  expect(after).toEqual(newer);
});

it('tells a lost grant from trouble at the token endpoint', async () => {
  const target = targetOf(await connectHubSpot(principal, 'globex'));
  await expire(target.connection_id);
  control().fault({ provider: 'hubspot', path: '/oauth', kind: '503', times: 1 });
  const access = await openAccess(target);
  await expect(access.headers()).rejects.toMatchObject({ kind: 'transient' });
  control().revoke({ provider: 'hubspot', account: 'globex' });
  await expect(access.headers()).rejects.toMatchObject({ kind: 'gone' });
  await expect(access.headers()).rejects.toBeInstanceOf(TokenError);
});
