import fs from 'node:fs';
import prettier from 'prettier';
import { expect, test } from 'vitest';
import { clientTypes, typeOf } from '@/lib/api/client-types';

test('the types of the client are those of the contract', async () => {
  const file = 'packages/client/src/api.gen.ts';
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  expect(fs.readFileSync(file, 'utf8'), 'Run npm run docs.').toBe(
    await prettier.format(clientTypes(), options),
  );
});

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ enum: ['a', 'b'] }, '"a" | "b"'],
  [{ const: true }, 'true'],
  [{ $ref: '#/components/schemas/Run' }, "Schemas['Run']"],
  [{ type: 'array', items: { type: 'integer' } }, 'Array<number>'],
  [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'number | null'],
  [
    { type: 'object', properties: { a: { type: 'boolean' }, 'b-c': {} }, required: ['a'] },
    '{ a: boolean; "b-c"?: unknown; }',
  ],
  [{ type: 'object', additionalProperties: { type: 'string' } }, '{ [key: string]: string }'],
  [{ type: 'object', additionalProperties: {} }, '{ [key: string]: unknown }'],
  [{}, 'unknown'],
])('%j is %s', (schema, type) => {
  expect(typeOf(schema)).toBe(type);
});
