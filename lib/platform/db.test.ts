import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTime } from '@/lib/platform/db';

it('reads every time PostgreSQL prints', () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date('1000-01-01T00:00:00.000Z'),
        max: new Date('9999-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
      (date) => {
        const text = date.toISOString().replace('T', ' ').replace('Z', '');
        const [whole, fraction] = text.split('.');
        const trimmed = fraction!.replace(/0+$/, '');
        expect(parseTime(`${whole}${trimmed ? `.${trimmed}` : ''}+00`)).toEqual(date);
      },
    ),
    { numRuns: 2_000 },
  );
});

it.each([
  ['2026-11-21 10:07:03.123456+00', '2026-11-21T10:07:03.123Z'],
  ['2026-11-21 10:07:03+00', '2026-11-21T10:07:03.000Z'],
  ['2026-11-21 10:07:03+02', '2026-11-21T08:07:03.000Z'],
])('%s', (text, iso) => expect(parseTime(text).toISOString()).toBe(iso));
