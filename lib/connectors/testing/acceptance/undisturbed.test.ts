import { expect, test } from 'vitest';
import { undisturbed } from '@/lib/connectors/testing/acceptance/undisturbed';
import { EPOCH } from '@/lib/sandbox/kit/evolution';

const MINUTE_MS = 60_000;
/** Turns of five minutes since the epoch, each up to a second late. */
const turnsBefore = (at: number): number => Math.floor((at - EPOCH - 1_000) / (5 * MINUTE_MS));

test('for two minutes after it nothing moves by itself, and it is close to now', () => {
  const from = EPOCH + 60 * 24 * 60 * MINUTE_MS;
  for (let now = from; now < from + 10 * MINUTE_MS; now += 777) {
    const at = undisturbed(now);
    expect(at % 1_000).toBe(0);
    expect(turnsBefore(at)).toBe(turnsBefore(at + 2 * MINUTE_MS - 5_000));
    expect(at - now).toBeGreaterThan(-1_000);
    expect(at - now).toBeLessThan(2 * MINUTE_MS + 5_000);
  }
});
