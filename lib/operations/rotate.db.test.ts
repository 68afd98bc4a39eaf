import { expect, it } from 'vitest';
import { operations } from '@/lib/operations/testing';
import { openAccess, storeFields, storeTokens, type Target } from '@/lib/oauth/service';
import { findConnector } from '@/lib/catalog/service';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { keyring } from '@/lib/vault/keyring';

useTestDatabase();
const WORKSPACES = 3;
const CONNECTIONS = 80;
const NEW = 'a newer key, long enough to be one, 0123';

async function fill(): Promise<Target[]> {
  const targets: Target[] = [];
  for (let w = 0; w < WORKSPACES; w++) {
    const workspace = await makeWorkspace();
    for (let i = 0; i < CONNECTIONS; i++) {
      const connector = findConnector(i % 2 ? 'hubspot' : 'pipedrive')!;
      const target = {
        workspace_id: workspace.id,
        connection_id: newId(),
        mode: 'sandbox',
        provider_app_id: null,
        connector,
        route: { hosts: [], mode: 'sandbox', limits: [], keys: { connection: 'x', app: 'x' } },
      } as const;
      await db.query(sql`
        INSERT INTO connections (workspace_id, id, connector_type, name, status, scope)
        VALUES (
          ${target.workspace_id}, ${target.connection_id}, ${connector.type}, 'x', 'connected',
          'business'
        )`);
      if (i % 2)
        await storeTokens(db, target, {
          access_token: `token ${target.connection_id}`,
          refresh_token: 'r',
          expires_in_seconds: null,
        });
      else await storeFields(db, target, { api_key: `token ${target.connection_id}` });
      targets.push(target);
    }
  }
  return targets;
}

it('keys are rotated under load without a failed read, and the old key is not needed afterwards', async () => {
  const targets = await fill();
  const old = env().INLET_ENCRYPTION_KEY;
  // The running processes were restarted with both keys, the new one first.
  env().INLET_ENCRYPTION_KEY = `${NEW},${old}`;
  let reads = 0,
    failed = 0,
    stop = false;
  const read = async () => {
    for (let i = 0; !stop; i = (i + 7) % targets.length) {
      const target = targets[i]!;
      try {
        const headers = Object.values(await (await openAccess(target)).headers()).join();
        if (!headers.includes(`token ${target.connection_id}`)) failed += 1;
        // Some change meanwhile, as a refresh does.
        if (i % 5 === 0 && target.connector.type === 'hubspot')
          await storeTokens(db, target, {
            access_token: `token ${target.connection_id}`,
            refresh_token: 'r',
            expires_in_seconds: null,
          });
      } catch {
        failed += 1;
      }
      reads += 1;
    }
  };
  const readers = [read(), read()];
  const ring = { INLET_ENCRYPTION_KEY: env().INLET_ENCRYPTION_KEY };
  const first = await operations(['rotate-keys'], ring);
  expect(first.said).toContain(`${WORKSPACES} data keys wrapped with the newest key`);
  await db.query(sql`UPDATE data_keys SET created_at = now() - interval '2 days'`);
  const second = await operations(['rotate-keys', '--data'], ring);
  expect(second.said).toContain(`${WORKSPACES} workspaces seal with a new data key`);
  expect(second.code).toBe(0);
  stop = true;
  await Promise.all(readers);
  process.stdout.write(`${reads} reads during the rotation, ${failed} failed\n`);
  expect(failed).toBe(0);
  expect(reads).toBeGreaterThan(200);
  expect(
    (await db.query<{ kek_id: string }>(sql`SELECT DISTINCT kek_id FROM data_keys`)).rows,
  ).toEqual([{ kek_id: keyring(NEW)[0]!.id }]);

  // What this process went on sealing with the retired key for a minute is met by the next run;
  // then nothing uses it.
  await db.query(sql`
    UPDATE data_keys
    SET created_at = now() - interval '20 minutes'
    WHERE "primary"`);
  const third = await operations(['rotate-keys', '--data'], ring);
  expect(third.said).toContain(`${WORKSPACES} unused data keys deleted`);
  const {
    rows: [left],
  } = await db.query<{ keys: number; stale: number }>(sql`
    SELECT (SELECT count(*)::int FROM data_keys) AS keys,
      (
        SELECT count(*)::int
        FROM credentials c
        JOIN data_keys k ON k.workspace_id = c.workspace_id
        WHERE c.data_key_id <> k.id
      ) AS stale`);
  expect(left).toEqual({ keys: WORKSPACES, stale: 0 });

  // The old key is taken out of the setting: everything opens in a process that never had it.
  const doctor = async (key: string) =>
    JSON.parse(
      (await operations(['doctor', '--json', '--offline'], { INLET_ENCRYPTION_KEY: key })).said,
    ) as { checks: { id: string; level: string }[] };
  expect((await doctor(NEW)).checks.find((c) => c.id === 'encryption_key')).toMatchObject({
    level: 'ok',
    finding: `The key opens all ${WORKSPACES} data keys.`,
  });
  expect((await doctor(old)).checks.find((c) => c.id === 'encryption_key')).toMatchObject({
    level: 'fail',
  });
  const other = await operations(['backup', '/nonexistent/backup'], { INLET_ENCRYPTION_KEY: old });
  expect(other.said).toContain('INLET_ENCRYPTION_KEY is not the key');
}, 120_000);

it('a rotation that was interrupted goes on where it was', async () => {
  const {
    rows: [before],
  } = await db.query<{ id: string; workspace_id: string }>(
    sql`SELECT id, workspace_id FROM data_keys LIMIT 1`,
  );
  await db.query(sql`
    UPDATE data_keys
    SET created_at = now() - interval '2 days'
    WHERE id = ${before!.id}`);
  const again = (kill_at?: RegExp) =>
    operations(['rotate-keys', '--data'], { INLET_ENCRYPTION_KEY: NEW }, kill_at);
  expect(await again(/seals with a new data key/)).toMatchObject({ code: null });
  // Two at the same time, for good measure.
  expect(await Promise.all([again(), again()])).toMatchObject([{ code: 0 }, { code: 0 }]);
  const { rows } = await db.query<{ primary: boolean }>(sql`
    SELECT "primary"
    FROM data_keys
    WHERE workspace_id = ${before!.workspace_id}
    ORDER BY 1`);
  expect(rows).toEqual([{ primary: false }, { primary: true }]);
  const {
    rows: [stale],
  } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM credentials
    WHERE data_key_id = ${before!.id}`);
  expect(stale).toEqual({ n: 0 });
}, 60_000);
