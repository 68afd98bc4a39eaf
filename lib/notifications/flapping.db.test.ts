import { beforeEach, expect, it } from 'vitest';
import { listenForTrouble, lookAround } from '@/lib/notifications/watch';
import { useMailServer } from '@/lib/notifications/testing/mail';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { dice } from '@/lib/sandbox/kit/dice';

useTestDatabase();
const { mails } = useMailServer();
const CONNECTIONS = 1_000;
const ROUNDS = 5;

let owner: SignedIn;
beforeEach(async () => {
  owner = await makePrincipal(await makeWorkspace());
  await listenForTrouble();
});

/** What a connection has been through, as somebody who watches it would tell. */
interface Watched {
  id: string;
  open: boolean;
  calm: boolean;
  told: string[];
}

it(`tells of the trouble of ${CONNECTIONS} flapping connections once each, by two processes at a time`, async () => {
  const d = dice('flapping');
  const watched = await connections();
  for (let round = 0; round < ROUNDS; round++) {
    const bad = watched.filter(() => d.chance(0.5));
    await become(watched, new Set(bad.map((one) => one.id)));
    // Each event is told twice, as after a crash.
    await tellOf(watched);
    await tellOf(watched);
    await Promise.all([lookAround(), lookAround()]);
    await lookAround();
    for (const one of watched) {
      const isBad = bad.includes(one);
      if (isBad && !one.open) one.told.push('opened');
      one.open ||= isBad;
      one.calm = one.open && !isBad;
    }
    const waited = watched.filter((one) => one.calm && d.chance(0.5));
    await passes(waited);
    await Promise.all([lookAround(), lookAround()]);
    for (const one of waited) {
      one.told.push('recovered');
      one.open = one.calm = false;
    }
  }
  const expected = watched.map(({ id, told }) => [id, told]);
  expect(await toldOf(watched)).toEqual(expected);
  const all = watched.flatMap((one) => one.told).length;
  expect(all).toBeGreaterThan(CONNECTIONS);
  // Every step is one line of one e-mail.
  while ((await unsent()) > 0) await lookAround();
  const lines = mails.flatMap(({ text }) => text.match(/^Flapping \d+ /gm) ?? []);
  expect(lines).toHaveLength(all);
}, 180_000);

async function connections(): Promise<Watched[]> {
  const ids = Array.from({ length: CONNECTIONS }, () => newId());
  await db.query(sql`
    INSERT INTO connections (workspace_id, id, connector_type, name, status, scope)
    SELECT ${owner.workspace.id}::uuid, id, 'hubspot', 'Flapping ' || n, 'connected', 'business'
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS t(id, n)`);
  return ids.map((id) => ({ id, open: false, calm: false, told: [] }));
}

const become = (watched: readonly Watched[], bad: ReadonlySet<string>) =>
  db.query(sql`
    UPDATE connections
    SET needs_reauth_at = CASE WHEN id = ANY (${[...bad]}::uuid[]) THEN now() END
    WHERE id = ANY (${watched.map((one) => one.id)}::uuid[])`);

const tellOf = (watched: readonly Watched[]) =>
  db.query(sql`
    INSERT INTO outbox (event_id, workspace_id, event, about, subject_id, actor_kind, data)
    SELECT gen_random_uuid(), ${owner.workspace.id}::uuid, 'connection.health_changed',
      'connection', id, 'system', '{"health": "error", "was": "healthy"}'
    FROM unnest(${watched.map((one) => one.id)}::text[]) AS t(id)`);

/** It has been calm for five minutes. */
const passes = (watched: readonly Watched[]) =>
  db.query(sql`
    UPDATE incidents
    SET calm_since = calm_since - interval '5 minutes'
    WHERE connection_id = ANY (${watched.map((one) => one.id)}::uuid[])`);

async function toldOf(watched: readonly Watched[]): Promise<[string, string[]][]> {
  const { rows } = await db.query<{ id: string; step: string }>(sql`
    SELECT i.connection_id AS id, n.step
    FROM notifications n
    JOIN incidents i ON i.workspace_id = n.workspace_id AND i.id = n.incident_id
    WHERE n.workspace_id = ${owner.workspace.id} AND n.user_id = ${owner.user_id}
    ORDER BY n.created_at, n.id`);
  const told = Map.groupBy(rows, (row) => row.id);
  return watched.map(({ id }) => [id, (told.get(id) ?? []).map((row) => row.step)]);
}

async function unsent(): Promise<number> {
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM notification_messages
    WHERE sent_at IS NULL AND channel = 'email'`);
  return rows[0]!.n;
}
