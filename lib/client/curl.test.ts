import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { asCurl } from '@/lib/client/curl';
import type { ProviderCall } from '@/lib/contract/runs';

const call = (more: Partial<ProviderCall>): ProviderCall => ({
  method: 'GET',
  url: 'https://api.example.com/v1/things?limit=10',
  headers: ['authorization: Bearer $TOKEN'],
  sent: null,
  attempt: 1,
  verdict: 'ok',
  waited_ms: 0,
  bytes: 10,
  ...more,
});
/** The words a shell makes of it. */
const words = (command: string): string[] =>
  execFileSync('/bin/sh', ['-c', command.replace(/^curl/, "printf '%s\\n'")], {
    encoding: 'utf8',
    env: { NODE_ENV: 'test', TOKEN: 'the-token', HOME: '/somewhere' },
  })
    .trimEnd()
    .split('\n');

it('is a command with the token as a variable', () => {
  expect(asCurl(call({}))).toBe(
    [
      'curl \\',
      `  'https://api.example.com/v1/things?limit=10' \\`,
      '  -H "authorization: Bearer $TOKEN"',
    ].join('\n'),
  );
  expect(words(asCurl(call({})))).toEqual([
    'https://api.example.com/v1/things?limit=10',
    '-H',
    'authorization: Bearer the-token',
  ]);
});

it('leaves the body to whoever runs it, and takes brackets as they are', () => {
  const url = 'https://api.example.com/v1/search?q=[redacted]';
  expect(words(asCurl(call({ method: 'POST', sent: 'json', url, headers: [] })))).toEqual([
    '-X',
    'POST',
    '--globoff',
    url,
    '-H',
    'content-type: application/json',
    '--data',
    '@body',
  ]);
});

it('runs nothing that stands in an address or a header', () => {
  const url = `https://api.example.com/it's/$(id)/\`id\``;
  const headers = ['x-$HOME`id`"\\: $TOKEN', 'prefer: $HOME', `prefer: it's`];
  expect(words(asCurl(call({ url, headers })))).toEqual([
    url,
    '-H',
    'x-$HOME`id`"\\: the-token',
    '-H',
    'prefer: $HOME',
    '-H',
    `prefer: it's`,
  ]);
});
