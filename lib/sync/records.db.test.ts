import { describe, expect, it } from 'vitest';
import { text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { thingConnector, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

describe('numbers', () => {
  it('keep their digits from the wire to the table', async () => {
    const raw =
      '{"data":[{"id":1234567890123456789012345,"amount":0.1000000000000000055},' +
      '{"id":1234567890123456789012346,"amount":1e400}]}';
    things.provider.answer = () => ({ body: null, raw });
    await things.connection.sync(thingConnector({ incremental: undefined }));
    expect(await things.connection.stored('things')).toEqual([
      '1234567890123456789012345',
      '1234567890123456789012346',
    ]);
    const { rows } = await db.query<{ data: string }>(sql`
      SELECT data::text AS data FROM records WHERE connection_id = ${things.connection.id} ORDER BY 1`);
    expect(rows[0]!.data).toBe(
      '{"id": 1234567890123456789012345, "amount": 0.1000000000000000055}',
    );
  });
});

describe('a record that cannot be stored', () => {
  it('nested thousands of levels deep is quarantined alone', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    things.provider.answer = () => ({
      body: null,
      raw: `{"data":[{"id":"1"},{"id":"deep","x":${deep}},{"id":"2"}]}`,
    });
    const run = await things.connection.sync(thingConnector({ incremental: undefined }));
    expect(run).toMatchObject({ status: 'completed', records_created: 2, records_failed: 1 });
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
  });

  it('whose transform overflows is quarantined alone', async () => {
    const recursive = (value: Json): Json => (value === null ? null : [recursive([value])]);
    things.add('1');
    const run = await things.connection.sync(
      thingConnector({ transform: (item) => (text(item, 'id') === '1' ? recursive(item) : item) }),
    );
    expect(run).toMatchObject({ status: 'completed', records_failed: 1 });
  });
});
