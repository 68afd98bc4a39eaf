import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '@/lib/platform/testing';
import { MINUTE_MS, thingConnector, thingStream, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

describe('the bookmark', () => {
  it.each([-3 * MINUTE_MS, 3 * MINUTE_MS, -2 * 3_600_000, 60 * 24 * 3_600_000, -9e11])(
    'misses nothing of a provider whose clock is %i ms from ours',
    async (ms) => {
      things.offset_ms = ms;
      things.add('1', things.now() - MINUTE_MS * 10);
      await things.connection.sync(thingConnector());
      things.add('2');
      await things.connection.sync(thingConnector());
      things.add('3');
      await things.connection.sync(thingConnector());
      expect(await things.connection.stored('things')).toEqual(['1', '2', '3']);
    },
  );

  it('misses nothing of an index that lags behind, however long nothing else changes', async () => {
    things.add('1', things.now() - 20 * MINUTE_MS);
    await things.connection.sync(thingConnector());
    things.add('2', things.now() - 5 * MINUTE_MS);
    things.shown = (thing) => thing.id !== '2';
    for (let i = 0; i < 3; i++) await things.connection.sync(thingConnector());
    things.shown = () => true;
    await things.connection.sync(thingConnector());
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
  });

  it('stands where it stood when a pass meets nothing', async () => {
    things.add('1', things.now() - 20 * MINUTE_MS);
    await things.connection.sync(thingConnector());
    const before = await things.bookmark();
    expect(before).toBe(new Date(things.all[0]!.changed).toISOString());
    things.all = [];
    await things.connection.sync(thingConnector());
    expect(await things.bookmark()).toBe(before);
  });

  it('is not led away by a change time that lies ahead', async () => {
    things.add('1', things.now() - 20 * MINUTE_MS);
    things.add('odd', Date.parse('9999-01-01T00:00:00Z'));
    things.add('early', Date.parse('0001-01-01T00:00:00Z'));
    await things.connection.sync(thingConnector());
    expect(await things.bookmark()).toBe(new Date(things.all[0]!.changed).toISOString());
    things.add('2');
    await things.connection.sync(thingConnector());
    expect(await things.connection.stored('things')).toEqual(['1', '2', 'early', 'odd']);
  });

  it('without change times every pass is a full one: nothing is proved', async () => {
    things.add('1');
    const blind = thingConnector({
      incremental: {
        walk: thingStream().incremental!.walk,
        bookmark: { by: 'time', changed_at: 'nowhere', overlap_seconds: 60 },
      },
    });
    await things.connection.sync(blind);
    expect(await things.bookmark()).toBeNull();
    things.add('2', 1);
    await things.connection.sync(blind);
    expect(await things.connection.stored('things')).toEqual(['1', '2']);
  });
});
