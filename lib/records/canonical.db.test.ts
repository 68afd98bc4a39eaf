import { beforeEach, expect, it } from 'vitest';
import { at, canonical, numberText, text } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { remapSome } from '@/lib/records/service';
import { thingConnector, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

const deals = (version: number, stage: string) =>
  canonical('opportunities', version, (record) => {
    if (text(record, 'id') === 'odd') throw new TypeError('odd');
    if (text(record, 'id') === 'none') return null;
    return {
      name: text(record, 'name'),
      amount: numberText(at(record, 'amount')),
      currency: 'EUR',
      stage,
      close_date: null,
    };
  });
const V1 = deals(1, 'open');
const V2 = deals(2, 'won');
const connector = (mapping = V1) => thingConnector({ entity: 'opportunities', canonical: mapping });

const stored = async () =>
  (
    await db.query<{
      id: string;
      stage: string | null;
      amount: string;
      v: number;
      seq: string;
    }>(sql`
      SELECT external_id AS id, canonical->>'stage' AS stage, canonical->>'amount' AS amount,
        canonical_version AS v, seq::text
      FROM records WHERE connection_id = ${things.connection.id} ORDER BY external_id`)
  ).rows;

beforeEach(() => {
  things.override('/things', {
    body: null,
    raw: `{"data":[
      {"id":"a","name":"A","amount":1234567890123456789.01},
      {"id":"b","name":"B","amount":5},
      {"id":"none"},{"id":"odd"}]}`,
  });
});

it('is stored beside the record on a first load and on a change, every digit of it', async () => {
  await things.connection.sync(connector());
  expect(await stored()).toMatchObject([
    { id: 'a', stage: 'open', amount: '1234567890123456789.01', v: 1 },
    { id: 'b', stage: 'open', amount: '5', v: 1 },
    { id: 'none', stage: null, v: 1 },
    { id: 'odd', stage: null, v: 1 },
  ]);
  things.override('/things', { body: { data: [{ id: 'b', name: 'B', amount: 6 }] } });
  await things.connection.sync(connector());
  expect((await stored())[1]).toMatchObject({ id: 'b', amount: '6', v: 1 });
});

it('a changed mapping is applied to what is stored, without asking the provider, and shown once', async () => {
  await things.connection.sync(connector());
  const before = await stored();
  things.provider.calls.length = 0;
  while ((await remapSome('fake', 'things', V2)) !== null);
  expect(things.provider.calls).toEqual([]);
  const after = await stored();
  expect(after.map((r) => [r.id, r.stage, r.v])).toEqual([
    ['a', 'won', 2],
    ['b', 'won', 2],
    ['none', null, 2],
    ['odd', null, 2],
  ]);
  const last = Math.max(...before.map((r) => Number(r.seq)));
  for (const record of after) expect(Number(record.seq)).toBeGreaterThan(last);
});

it('goes batch by batch to the end, beside a run that changes records', async () => {
  const many = Array.from({ length: 1_203 }, (_, i) => ({ id: `n${i}`, name: 'N', amount: i }));
  things.override('/things', { body: { data: many } });
  await things.connection.sync(connector());
  expect(await remapSome('fake', 'things', V2)).toBeLessThanOrEqual(500);
  const changed = many.map((thing) => ({ ...thing, amount: thing.amount + 1 }));
  things.override('/things', { body: { data: changed.slice(400, 900) } });
  await things.connection.sync(connector(V2));
  while ((await remapSome('fake', 'things', V2)) !== null);
  const rows = await stored();
  expect(rows).toHaveLength(1_203);
  expect(rows.filter((r) => r.v !== 2 || r.stage !== 'won')).toEqual([]);
});
