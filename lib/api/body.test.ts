import { afterEach, expect, test, vi } from 'vitest';
import { formBody, jsonBody, MAX_BODY_BYTES, queryOf, readBody } from '@/lib/api/body';

afterEach(() => {
  vi.useRealTimers();
});
const refused = (code: string) => expect.objectContaining({ code });
const JSON_TYPE = { 'content-type': 'application/json' };

const post = (body: BodyInit, headers: Record<string, string> = JSON_TYPE) =>
  new Request('http://localhost:3000/api/x', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
/** A body that arrives in pieces, without a length, and counts how many were taken. */
function pieces(piece: Uint8Array<ArrayBuffer>, count: number) {
  const taken = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (taken.pieces === count) return controller.close();
      taken.pieces += 1;
      controller.enqueue(piece);
    },
  });
  return { body, taken };
}

test('a body without a length is read as far as the bound, and no further', async () => {
  const { body, taken } = pieces(new Uint8Array(64 * 1024).fill(97), 1_000_000);
  await expect(readBody(post(body))).rejects.toEqual(refused('body_too_large'));
  expect(taken.pieces).toBeLessThanOrEqual(MAX_BODY_BYTES / (64 * 1024) + 2);
});

test('one that says it is too large is not read at all', async () => {
  const { body, taken } = pieces(new Uint8Array(10).fill(97), 3);
  const large = post(body, { ...JSON_TYPE, 'content-length': String(MAX_BODY_BYTES + 1) });
  await expect(readBody(large)).rejects.toEqual(refused('body_too_large'));
  expect(taken.pieces).toBeLessThanOrEqual(1);
});

test('the largest that is allowed is', async () => {
  const text = 'a'.repeat(MAX_BODY_BYTES);
  expect(await readBody(post(text))).toHaveLength(MAX_BODY_BYTES);
  await expect(readBody(post(`${text}a`))).rejects.toEqual(refused('body_too_large'));
});

test('a slow one is given up, however small its pieces', async () => {
  vi.useFakeTimers();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      controller.enqueue(Uint8Array.of(97));
    },
  });
  const reading = readBody(post(body)).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(16_000);
  expect(await reading).toEqual(refused('request_timeout'));
});

test('characters may be cut between pieces, but must be whole in the end', async () => {
  const snail = new TextEncoder().encode('🐌');
  const cut = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(snail.slice(0, 1));
      controller.enqueue(snail.slice(1));
      controller.close();
    },
  });
  expect(await readBody(post(cut))).toBe('🐌');
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], snail.slice(0, 3)])
    await expect(readBody(post(Uint8Array.from(bytes)))).rejects.toEqual(refused('malformed_body'));
});

test('no body is an empty one', async () => {
  expect(await jsonBody(new Request('http://localhost:3000/', { method: 'POST' }))).toEqual({});
});

test.each([
  ['{"a":{"b":[1]}}', { a: { b: [1] } }],
  [`{"a":"${'[{'.repeat(100)}"}`, { a: '[{'.repeat(100) }],
  ['{"a":"\\"[[[[","b":1}', { a: '"[[[[', b: 1 }],
  [`{"a":${'['.repeat(60)}${']'.repeat(60)}}`, expect.anything()],
  [`[${'[],'.repeat(200)}1]`, 'malformed_json'],
  [`{"a":[${'[],'.repeat(200)}1]}`, expect.anything()],
  [`{"a":${'['.repeat(70)}${']'.repeat(70)}}`, 'malformed_json'],
  [`{"a":${'['.repeat(500_000)}`, 'malformed_json'],
  [`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`, 'malformed_json'],
  [`{"a":"${'\\"'.repeat(400_000)}`, 'malformed_json'],
  ['{', 'malformed_json'],
  ['null', 'malformed_json'],
  ['1', 'malformed_json'],
])('%.30s', async (text, outcome) => {
  const read = await jsonBody(post(text)).catch((error: { code: string }) => error.code);
  expect(read).toEqual(outcome);
});

test('JSON has to say that it is', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
    await expect(jsonBody(post('{}', { 'content-type': type }))).rejects.toEqual(
      refused('unsupported_media_type'),
    );
  const problem = { 'content-type': 'application/problem+json; charset=utf-8' };
  expect(await jsonBody(post('{}', problem))).toEqual({});
});

test('a form is read within the same bounds', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await formBody(post('a=1&b=%20', form))).toEqual({ a: '1', b: ' ' });
  expect(await formBody(post('{"a":"1","b":2}'))).toEqual({ a: '1' });
  const { body } = pieces(new Uint8Array(64 * 1024).fill(97), 1_000_000);
  await expect(formBody(post(body, form))).rejects.toEqual(refused('body_too_large'));
});

test('a name in a query is given once', () => {
  expect(queryOf(new Request('http://localhost/?a=1&b=2'))).toEqual({ a: '1', b: '2' });
  expect(queryOf(new Request('http://localhost/?__proto__=1'))).toEqual(
    Object.fromEntries([['__proto__', '1']]),
  );
  expect(() => queryOf(new Request('http://localhost/?a=1&a=2'))).toThrow('a is given twice.');
});
