import { expect, it } from 'vitest';
import { pages, onePage, type Connector } from '@/lib/connectors/kit';
import { CONNECTORS } from '@/lib/connectors/registry.gen';
import pipedrive from '@/lib/connectors/providers/pipedrive';
import { withStreams } from '@/lib/connectors/testing/change';
import { tryConnector } from '@/lib/connectors/testing/try-connector';
import { createSandbox } from '@/lib/sandbox/sandbox';

async function run(
  line: string,
  { connectors = CONNECTORS, env = {} as Record<string, string> } = {},
): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await tryConnector(line.split(' ').filter(Boolean), {
    connectors,
    env,
    sandbox: createSandbox(),
    say: (one) => lines.push(one),
  });
  return { code, said: lines.join('\n') };
}

it('says per stream what was read', async () => {
  const { code, said } = await run('pipedrive globex');
  expect(code).toBe(0);
  expect(said).toMatch(/^Pipedrive: Globex \(.+@globex\.example\)/);
  for (const { name } of pipedrive.streams) expect(said).toContain(`\n${name}: `);
  expect(said).toMatch(/persons: 110 records in 1 page, 1 request\n {2}bookmark: 20\d\d-/);
  expect(said).toMatch(/deals: \d+ records in 2 pages, 2 requests/);
  expect(said).toMatch(/users: 4 records .*\n {2}bookmark: none, every pass is a full one/);
  expect(said).toContain('first record: {"id":1,');
});

it('takes an alias, the first account when none is named, and single streams', async () => {
  const { code, said } = await run('twitter --stream=posts');
  expect(code).toBe(0);
  expect(said).toMatch(/^X: @acme\n\nposts: \d{3,} records in [2-9] pages/);
  expect(said).not.toContain('profile');
  expect(said).toMatch(/bookmark: \d{19}/);
});

it('signs in by consent where the connector does', async () => {
  const { code, said } = await run('hubspot globex --stream=owners --stream=notes');
  expect(code).toBe(0);
  expect(said).toMatch(/^HubSpot: HubSpot account 100002\n\nowners: 4 .*\n[^]*\n\nnotes: \d+ /);
});

it.each([
  ['x protected', 1, 'stopped (missing_scope): This account’s posts are protected.'],
  ['x suspended', 1, 'X has no account @suspended.'],
  ['pipedrive nobody', 1, 'The sandbox’s Pipedrive has no account “nobody”. It has: acme, globex'],
  ['hubspot nobody', 1, 'The consent page refused the account “nobody”.'],
  ['hubspot stark --stream=deals', 1, 'stopped (retry): The provider is having trouble (HTTP 503)'],
  ['', 1, 'There are: '],
  ['nothing', 1, 'There is no connector “nothing”.'],
  ['circleback', 1, 'Circleback has nothing to run yet: Circleback offers no API'],
  ['pipedrive acme --stream=deal', 1, 'Pipedrive has no stream “deal”. It has: deals, persons'],
  ['pipedrive --lively', 1, "Unknown option '--lively'"],
  ['pipedrive --live', 1, 'set PIPEDRIVE_API_KEY. Without --live it runs against the sandbox.'],
  ['hubspot --live', 1, 'set HUBSPOT_ACCESS_TOKEN.'],
  ['x --live acme', 1, 'set X_BEARER_TOKEN.'],
])('npm run try %s', async (line, code, said) => {
  const got = await run(line);
  expect(got.said).toContain(said);
  expect(got.code).toBe(code);
});

it('with a credential, --live asks for the account it cannot guess', async () => {
  const got = await run('x --live', { env: { X_BEARER_TOKEN: 'token' } });
  expect(got.said).toBe('Say which X account to read.');
});

const MISTAKES: [string, (connector: Connector) => Connector, string][] = [
  [
    'an id path',
    (c) => withStreams(c, (stream) => ({ ...stream, id: 'ident' })),
    [
      'stages: 5 records in 1 page, 1 request',
      '  bookmark: none, every pass is a full one',
      '  5 records without an id at “ident”',
    ].join('\n'),
  ],
  [
    'a records path',
    (c) =>
      withStreams(c, (stream) => ({
        ...stream,
        full: pages({
          request: () => ({ url: 'https://globex.pipedrive.com/api/v2/stages' }),
          records: 'items',
          next: onePage,
        }),
      })),
    'stages: the answer has no list at “items”',
  ],
  [
    'a parameter',
    (c) =>
      withStreams(c, (stream) => ({
        ...stream,
        full: pages({
          request: () => ({
            url: 'https://globex.pipedrive.com/api/v2/stages',
            query: { page_size: 5 },
          }),
          records: 'data',
          next: onePage,
        }),
      })),
    'stopped (fail): Pipedrive refused the request: Bad request (Parameter page_size is not allowed)',
  ],
  [
    'where the account is asked for',
    (c) => ({
      ...c,
      auth: {
        ...c.auth,
        account: {
          request: () => ({ url: 'https://api.pipedrive.com/v1/users/mee' }),
          read: () => ({ id: '', label: '' }),
        },
      } as Connector['auth'],
    }),
    'The account could not be asked for: Pipedrive refused the request',
  ],
];

it.each(MISTAKES)('a mistake in %s reads as a sentence', async (_, mistake, said) => {
  const connectors = [mistake(pipedrive)];
  const got = await run('pipedrive globex --stream=stages', { connectors });
  expect(got.said).toContain(said);
  expect(got.code).toBe(1);
});
