import { describe, expect, it } from 'vitest';
import { onePage, pages } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { fakeConnector } from '@/lib/sync/fixtures/provider';
import { API, thingConnector, thingStream, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

describe('a refused credential', () => {
  it('at one address, while the account answers, fails the stream alone', async () => {
    things.add('1');
    await things.connection.sync(thingConnector());
    const good = things.provider.answer;
    things.provider.answer = (call) =>
      call.path === '/things' ? { status: 401, body: { error: 'no' } } : good(call);
    const other = fakeConnector([
      thingStream(),
      thingStream({
        name: 'others',
        full: pages({ request: () => ({ url: `${API}/others` }), records: 'data', next: onePage }),
        incremental: undefined,
      }),
    ]);
    expect(await things.connection.sync(other)).toMatchObject({
      status: 'partial',
      error_reason: 'auth',
    });
    const { rows } = await db.query<{ needs: Date | null }>(
      sql`SELECT needs_reauth_at AS needs FROM connections WHERE id = ${things.connection.id}`,
    );
    expect(rows[0]!.needs).toBeNull();
  });

  it('everywhere is tried again by itself three times, then waits for a person', async () => {
    things.provider.answer = () => ({ status: 401, body: { error: 'no' } });
    const due = async () => {
      const { rows } = await db.query<{ minutes: number | null; needs: boolean }>(sql`
        SELECT round(extract(epoch FROM next_sync_at - now()) / 60)::int AS minutes,
          needs_reauth_at IS NOT NULL AS needs
        FROM connections WHERE id = ${things.connection.id}`);
      return rows[0]!;
    };
    for (const minutes of [15, 60, 360, null]) {
      await things.connection.sync(thingConnector(), { by: 'schedule' });
      expect(await due()).toEqual({ minutes, needs: true });
    }
    things.provider.answer = () => ({ body: { data: [] } });
    expect(await things.connection.sync(thingConnector(), { by: 'schedule' })).toMatchObject({
      status: 'completed',
    });
    expect(await due()).toMatchObject({ needs: false });
  });
});
