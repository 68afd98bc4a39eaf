import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { PoolClient } from 'pg';
import { bySystem, consume, emit, pruneOutbox, subscribe } from '@/lib/events/service';
import { db, prismaTransaction, transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { useTestDatabase } from '@/lib/platform/testing';

useTestDatabase();
const workspace_id = newId();
const by = bySystem(workspace_id);
let reader: string;
beforeEach(async () => {
  reader = newId();
  await subscribe(reader);
});

type Tx = Parameters<typeof emit>[0];
/** Tells of a connection of that name, inside a transaction. */
const tell = (tx: Tx, id: string) => emit(tx, by, { event: 'connection.recovered', id });
const told = (id: string) => transaction((tx) => tell(tx, id));
/** What the reader is told until there is nothing more. */
async function readAll(limit = 100, consumer = reader): Promise<string[]> {
  const read: string[] = [];
  const take = (events: readonly { subject_id: string }[]) =>
    read.push(...events.map((e) => e.subject_id));
  while ((await consume(consumer, limit, async (events) => void take(events))) > 0) await turn();
  return read;
}
/** A transaction that has told something and stays open until it is told to end. */
async function openTelling(id: string) {
  const opened = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<'commit' | 'roll back'>();
  const done = transaction(async (tx) => {
    await tell(tx, id);
    opened.resolve();
    if ((await ending.promise) === 'roll back') throw new Error('rolled back');
  });
  await opened.promise;
  return {
    end: async (how: 'commit' | 'roll back') => {
      ending.resolve(how);
      await done.catch(() => undefined);
    },
  };
}

test('a transaction that is rolled back has told nothing', async () => {
  const one = await openTelling('never');
  await one.end('roll back');
  const failed = prismaTransaction(async (tx) => {
    await tell(tx, 'never');
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  expect(await readAll()).toEqual([]);
  expect((await db.query(`SELECT 1 FROM outbox WHERE subject_id = 'never'`)).rowCount).toBe(0);
});

test('a change that waits for its event cannot be committed without it', async () => {
  const bad = transaction(async (tx) => {
    await tx.query('CREATE TABLE half_done (id int)');
    await emit(tx, by, { event: 'connection.recovered', id: 'nul \0 is no text' }).catch(
      () => undefined,
    );
  });
  await bad.catch(() => undefined);
  const { rows } = await db.query(`SELECT to_regclass('half_done') AS made`);
  expect(rows).toEqual([{ made: null }]);
});

test('events in the order they were told, as far as they are committed', async () => {
  await transaction(async (tx) => {
    await emit(
      tx,
      by,
      { event: 'connection.recovered', id: 'a' },
      { event: 'connection.health_changed', id: 'b', data: { health: 'stale', was: 'error' } },
    );
    await tell(tx, 'c');
  });
  await prismaTransaction((tx) => tell(tx, 'd'));
  expect(await readAll(1)).toEqual(['a', 'b', 'c', 'd']);
  expect(await readAll()).toEqual([]);
});

test('one that is committed late is told late, and never passed by', async () => {
  const slow = await openTelling('slow');
  const slower = await openTelling('slower');
  await told('quick');
  expect(await readAll()).toEqual(['quick']);
  await slower.end('commit');
  expect(await readAll()).toEqual(['slower']);
  await slow.end('commit');
  await told('last');
  expect(await readAll()).toEqual(['slow', 'last']);
});

test('each reader has its own place; one that comes later is told what comes later', async () => {
  await told('early');
  expect(await readAll()).toEqual(['early']);
  const other = newId();
  await subscribe(other);
  await subscribe(other); // once more changes nothing
  await told('late');
  expect(await readAll(100, other)).toEqual(['late']);
  await subscribe(other);
  expect(await readAll(100, other)).toEqual([]);
  expect(await readAll()).toEqual(['late']);
  expect(await consume('nobody', 10, () => Promise.reject(new Error('asked')))).toBe(0);
});

test('a reader that fails is told again, and what it wrote meanwhile is undone', async () => {
  await db.query('CREATE TABLE delivered (subject_id text)');
  await told('a');
  await told('b');
  const write = async (events: readonly { subject_id: string }[], tx: PoolClient) => {
    for (const { subject_id } of events)
      await tx.query('INSERT INTO delivered VALUES ($1)', [subject_id]);
  };
  const failing = consume(reader, 10, async (events, tx) => {
    await write(events, tx);
    throw new Error('crashed');
  });
  await expect(failing).rejects.toThrow('crashed');
  expect(await consume(reader, 10, write)).toBe(2);
  expect((await db.query('SELECT * FROM delivered')).rows).toEqual([
    { subject_id: 'a' },
    { subject_id: 'b' },
  ]);
});

test('many writers, some of which give up, and several processes that read: each event once', async () => {
  const WRITERS = 8;
  const EACH = 25;
  const read: string[] = [];
  let writing = true;
  const reading = [1, 2, 3].map(async (limit) => {
    for (;;) {
      const last = !writing;
      const n = await consume(reader, limit * 7, async (events) => {
        await turn();
        read.push(...events.map((e) => e.subject_id));
      });
      if (last && n === 0) return;
    }
  });
  const committed: string[] = [];
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, w) => {
      for (let n = 0; n < EACH; n++) {
        const id = `${w}/${n}`;
        const gives_up = (w + n) % 7 === 0;
        const telling = transaction(async (tx) => {
          await tell(tx, id);
          for (let i = 0; i < (w * n) % 5; i++) await tx.query('SELECT 1');
          if (gives_up) throw new Error('gives up');
        });
        await telling.then(() => committed.push(id)).catch(() => undefined);
      }
    }),
  );
  writing = false;
  await Promise.all(reading);
  read.push(...(await readAll()));
  expect(read.toSorted()).toEqual(committed.toSorted());
  expect(committed.length).toBeGreaterThan(WRITERS * EACH * 0.8);
  for (let w = 0; w < WRITERS; w++) {
    const of = (ids: string[]) => ids.filter((id) => id.startsWith(`${w}/`));
    expect(of(read)).toEqual(of(committed));
  }
});

test('what everybody has read goes after three days, what somebody has not after thirty', async () => {
  const age = (id: string, days: number) =>
    db.query(`UPDATE outbox SET at = now() - make_interval(days => $2) WHERE subject_id = $1`, [
      id,
      days,
    ]);
  const kept = async () => {
    const { rows } = await db.query<{ id: string }>(
      `SELECT subject_id AS id FROM outbox WHERE subject_id ~ '^kept|^gone' ORDER BY id`,
    );
    return rows.map((r) => r.id);
  };
  await db.query('DELETE FROM outbox_positions WHERE consumer <> $1', [reader]);
  for (const id of ['gone read', 'kept new', 'kept unread', 'gone unread']) {
    await told(id);
    if (id === 'kept new') await readAll();
  }
  await age('gone read', 4);
  await age('kept new', 2);
  await age('kept unread', 29);
  await age('gone unread', 31);
  expect(await pruneOutbox()).toBe(2);
  expect(await kept()).toEqual(['kept new', 'kept unread']);
  expect(await readAll()).toEqual(['kept unread']);
  expect(await pruneOutbox()).toBe(1);
  // Positions are kept: what comes next is told, and nothing twice.
  await told('kept next');
  expect(await readAll()).toEqual(['kept next']);
});
