import { expect, test } from 'vitest';
import { networksIn, parseEnv } from '@/lib/platform/env';

const REST = {
  DATABASE_URL: 'postgres://inlet@127.0.0.1/inlet',
  INLET_ENCRYPTION_KEY: 'k'.repeat(32),
  SESSION_SECRET: 's'.repeat(32),
};
const parse = (env: Record<string, string>) => parseEnv({ ...REST, ...env });

test('the key may be called CONNECTOR_ENCRYPTION_KEY, and is not short under either name', () => {
  const { DATABASE_URL, SESSION_SECRET } = REST;
  const only = (env: Record<string, string>) => parseEnv({ DATABASE_URL, SESSION_SECRET, ...env });
  const theirs = 't'.repeat(32);
  expect(only({ CONNECTOR_ENCRYPTION_KEY: theirs }).INLET_ENCRYPTION_KEY).toBe(theirs);
  expect(parse({ CONNECTOR_ENCRYPTION_KEY: theirs }).INLET_ENCRYPTION_KEY).toBe('k'.repeat(32));
  expect(() => only({ CONNECTOR_ENCRYPTION_KEY: 'short' })).toThrow(/^INLET_ENCRYPTION_KEY is not/);
  expect(() => only({})).toThrow('Also read as CONNECTOR_ENCRYPTION_KEY.');
});

test.each([
  ['https://inlet.example', 'https://inlet.example'],
  ['https://inlet.example/', 'https://inlet.example'],
  ['http://localhost:4000', 'http://localhost:4000'],
  ['http://[::1]:3000//', 'http://[::1]:3000'],
])('PUBLIC_URL may be %s', (given, kept) => {
  expect(parse({ PUBLIC_URL: given }).PUBLIC_URL).toBe(kept);
});

test.each([
  ['https://inlet.example/console', 'a path'],
  ['https://inlet.example/?x=1', 'a query'],
  ['https://inlet.example?', 'a query'],
  ['https://inlet.example/#top', 'a fragment'],
  ['https://inlet.example#', 'a fragment'],
  ['https://ada@inlet.example', 'a user name or password'],
  ['https://ada:secret@inlet.example', 'a user name or password'],
  ['https://a:b@inlet.example/x?y#z', 'a user name or password or a path or a query or a fragment'],
])('PUBLIC_URL must not be %s, and the start says what to set', (given, what) => {
  expect(() => parse({ PUBLIC_URL: given })).toThrow(
    `PUBLIC_URL is not valid (must not have ${what}: set it to https://inlet.example).`,
  );
});

test.each(['inlet.example', 'ftp://inlet.example', 'https://'])(
  'PUBLIC_URL must be an http address, not %s',
  (given) => {
    expect(() => parse({ PUBLIC_URL: given })).toThrow(/^PUBLIC_URL is not valid/);
  },
);

test('trusted proxies are addresses and networks; none is trusted by default', () => {
  expect(parse({}).TRUSTED_PROXIES).toBe('');
  expect(networksIn('127.0.0.1, 10.0.0.0/8,fd00::/8')).toEqual([
    { text: '127.0.0.1', address: '127.0.0.1', family: 4, bits: 32 },
    { text: '10.0.0.0/8', address: '10.0.0.0', family: 4, bits: 8 },
    { text: 'fd00::/8', address: 'fd00::', family: 6, bits: 8 },
  ]);
  for (const wrong of [
    'proxy',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::1/129',
    '10.0.0.0/8/8',
    '10.0.0.1/-1',
  ])
    expect(() => parse({ TRUSTED_PROXIES: `127.0.0.1, ${wrong}` })).toThrow(
      `TRUSTED_PROXIES is not valid ("${wrong}" is no address or network`,
    );
});
