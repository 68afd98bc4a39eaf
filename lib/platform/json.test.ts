import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExact, numberText, text } from '@/lib/connectors/kit';
import { isTooDeep, parseJson } from '@/lib/platform/json';

const DIGITS = '123456789012345678901234';

describe('parseJson', () => {
  it.each([
    DIGITS,
    `-${DIGITS}`,
    '9007199254740993',
    '0.12345678901234567890',
    '1e400',
    '1E-400',
    '-2.5e+999',
    `${DIGITS}e5`,
  ])('keeps %s', (number) => {
    for (const json of [number, `[${number}]`, `{"id":${number},"n":[1,{"x":${number}}]}`]) {
      const value = parseJson(json);
      expect(JSON.stringify(value)).toBe(json);
    }
    expect(text(parseJson(`{"id": ${number} }`), 'id')).toBe(number);
    expect(numberText(parseJson(number))).toBe(number);
    expect(isExact(parseJson(number))).toBe(true);
  });

  it.each(['1', '-0.5', '9007199254740991', '52.520006599999995', '1.5e3', '123456789012345'])(
    'leaves %s a plain number',
    (number) => {
      expect(parseJson(`[${number}]`)).toEqual([Number(number)]);
      expect(isExact(parseJson(number))).toBe(false);
    },
  );

  it('keeps neighbours apart that are one as doubles', () => {
    const [a, b] = parseJson('[10000000000000000001,10000000000000000002]') as never[];
    expect(numberText(a)).not.toBe(numberText(b));
  });

  it('touches no string', () => {
    const value = {
      a: DIGITS,
      b: `x ${DIGITS}`,
      c: `\\": ${DIGITS}`,
      d: `",${DIGITS}`,
      '1e400': 1,
    };
    expect(parseJson(`{"n":${DIGITS},"v":${JSON.stringify(value)}}`)).toMatchObject({ v: value });
  });

  it('reads long strings full of escapes', () => {
    const said = '"\\'.repeat(500_000);
    expect(JSON.stringify(parseJson(`{"s":${JSON.stringify(said)},"n":${DIGITS}}`))).toBe(
      `{"s":${JSON.stringify(said)},"n":${DIGITS}}`,
    );
  });

  it('takes no byte-order mark for content', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(numberText(parseJson(`\ufeff${DIGITS}`))).toBe(DIGITS);
  });

  it('keeps a field named __proto__ a field', () => {
    const value = parseJson(`{"__proto__":${DIGITS},"b":{"__proto__":{"c":${DIGITS}}}}`);
    expect(JSON.stringify(value)).toBe(`{"__proto__":${DIGITS},"b":{"__proto__":{"c":${DIGITS}}}}`);
  });

  it.each(['', '{', '{"a":1', `[${DIGITS}`, `${DIGITS}.2.3`, `00${DIGITS}`, `[${DIGITS}-1]`, 'ok'])(
    'refuses %j as JSON.parse does',
    (broken) => expect(() => parseJson(broken)).toThrow(SyntaxError),
  );

  it('agrees with JSON.parse on everything a double holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.stringify(parseJson(json))).toBe(json);
      }),
    );
  });

  it.each([5_000, 1_000_000])('reads a record nested %d deep among good ones', (depth) => {
    const deep = `${'{"a":'.repeat(depth)}${DIGITS}${'}'.repeat(depth)}`;
    const [first, second, third] = parseJson(`[{"id":1},${deep},{"id":${DIGITS}}]`) as never[];
    expect(first).toEqual({ id: 1 });
    expect(isTooDeep(second!)).toBe(true);
    expect(text(third, 'id')).toBe(DIGITS);
  });

  it('tells what may be walked by recursion', () => {
    const nested = (depth: number) => parseJson('['.repeat(depth) + ']'.repeat(depth));
    expect(isTooDeep(nested(501))).toBe(false);
    expect(isTooDeep(nested(502))).toBe(true);
    expect(isTooDeep(parseJson(DIGITS), 0)).toBe(false);
    expect(isTooDeep([], 0)).toBe(false);
    expect(isTooDeep([1], 0)).toBe(true);
  });
});
