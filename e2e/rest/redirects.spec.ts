import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { ROUTES as OPERATIONS } from '@/lib/contract/routes.gen';
import { fill, ROUTES } from '../fixtures/routes';
import { expect, test } from '../fixtures/test';
import { appUrl } from '../fixtures/world';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Addresses off our origin, in the forms that parsers disagree on. */
const FOREIGN = [
  'https://evil.example/x',
  '//evil.example/x',
  '/\\evil.example/x',
  '\\\\evil.example/x',
  'https:evil.example/x',
  '/%2f%2fevil.example',
  '/\t/evil.example/x',
  'javascript:alert(1)//evil.example',
  `${'http://localhost'}@evil.example/`,
  'http://[',
];

/** Names people use for "where to go next", whether we do or not. */
const USUAL = [
  'next url redirect redirect_to redirect_uri return returnUrl return_url goto continue',
  'dest destination target back from to',
].join(' ');

/** Every parameter the sources read from an address, beside those. */
function parameters(): string[] {
  const names = new Set(USUAL.split(' '));
  const read = new RegExp(
    [
      /searchParams(?:\.get\('(\w+)'\)|\s*:\s*Promise<\{([^}]*)\})/,
      /\bone\('(\w+)'\)/,
      /^\s{4}(\w+): (?:z\.|Id|Timestamp|limit)/,
    ]
      .map((pattern) => pattern.source)
      .join('|'),
    'gm',
  );
  for (const folder of [
    'app',
    'lib/api',
    'lib/access',
    'lib/contract',
    'lib/connections',
    'components',
  ])
    for (const name of fs.readdirSync(path.join(ROOT, folder), {
      recursive: true,
      encoding: 'utf8',
    })) {
      if (!/\.tsx?$/.test(name) || /\.test\./.test(name)) continue;
      const text = fs.readFileSync(path.join(ROOT, folder, name), 'utf8');
      for (const [, get, shape, one, field] of text.matchAll(read)) {
        for (const found of [get, one, field]) if (found) names.add(found);
        for (const [, key] of (shape ?? '').matchAll(/(\w+)\??:/g)) names.add(key!);
      }
    }
  for (const name of ['callbackUrl', 'return_to', 'state', 'code', 'error', 'csrfToken'])
    names.add(name);
  return [...names];
}

/** A GET without cookies, sent as it is: fetch would tidy the address up. */
const get = (target: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(appUrl());
      http
        .get({ hostname, port, path: target, headers }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            if (body.length < 200_000) body += chunk.toString();
          });
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body }),
          );
        })
        .on('error', reject);
    },
  );

function expectHome(target: string, answer: Awaited<ReturnType<typeof get>>): void {
  const own = new URL(appUrl());
  const leads = [
    answer.headers.location,
    /url=(.*)$/i.exec(String(answer.headers.refresh ?? ''))?.[1],
    // A page that has begun redirects by a meta element.
    /<meta[^>]*http-equiv="refresh"[^>]*url=([^"]*)"/i.exec(answer.body)?.[1],
  ];
  for (const to of leads)
    if (to !== undefined)
      expect.soft(new URL(to, own).host, `${target} leads to ${to}`).toBe(own.host);
  expect.soft(answer.status, target).not.toBe(500);
}

const VALUES = { workspace: 'acme', id: randomUUID(), run_id: randomUUID(), user_id: randomUUID() };

test('no GET of anybody, with any parameter, leads to another site', async () => {
  test.setTimeout(400_000); // every route, in every form
  const names = parameters();
  expect(names).toEqual(
    expect.arrayContaining([
      'callbackUrl',
      'return_to',
      'connected',
      'connection_error',
      'cursor',
      'token',
    ]),
  );
  const targets = ROUTES.flatMap((route) => {
    if (route.path === '/api/auth/[...nextauth]')
      return [
        'csrf',
        'providers',
        'session',
        'signin',
        'signout',
        'error',
        'callback/credentials',
        'callback/oidc',
        'signin/oidc',
        'nope',
      ].map((nextauth) => fill(route, { nextauth }));
    return ['hubspot', 'pipedrive'].map((type) => fill(route, { ...VALUES, type }));
  });
  const all = [...new Set(targets)];
  expect(all.length).toBeGreaterThan(Object.keys(OPERATIONS).length);
  for (const target of all) {
    // Every parameter at once, one form after the other; then each by itself.
    const queries = [
      ...FOREIGN.map((value) =>
        names.map((name) => `${name}=${encodeURIComponent(value)}`).join('&'),
      ),
      ...names.map((name) => `${name}=${encodeURIComponent(FOREIGN[0]!)}`),
    ];
    await Promise.all(
      queries.map(async (query) => expectHome(target, await get(`${target}?${query}`))),
    );
  }
});

test('nor does one whose path, host or forwarding headers name another', async () => {
  const paths = [
    '//evil.example',
    '//evil.example/sign-in',
    '///evil.example/%2f..',
    '/\\evil.example',
    '/%5cevil.example',
    '/%2f%2fevil.example',
    '/evil.example//',
    '/.//evil.example',
    '/a/..//evil.example/connections',
    '/sign-in/',
    '/evil.example/connections/',
    'http://evil.example/sign-in',
    'http://evil.example//evil.example/',
  ];
  const headers: Record<string, string>[] = [
    {},
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example' },
    { 'x-inlet-address': '//evil.example/x', accept: 'text/html' },
    { 'x-original-url': '//evil.example', 'x-rewrite-url': '//evil.example' },
  ];
  for (const target of [
    ...paths,
    '/',
    '/acme/connections',
    '/api/auth/signin',
    '/api/auth/signout',
  ])
    for (const more of headers) expectHome(target, await get(target, more));
});
