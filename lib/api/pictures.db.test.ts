import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerResponse } from 'node:http';
import { setMemberAccess } from '@/lib/access/policy';
import { sessionCookie } from '@/lib/access/test-session';
import { pictures } from '@/lib/api/pictures';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';

/** The real way out: a proxy that leads every name to one server. */
const { provider, proxy } = await vi.hoisted(async () => {
  const { fakeProvider, fakeProxy } = await import('@/lib/egress/testing/servers');
  const provider = await fakeProvider(['pbs.twimg.com', 'api.x.com', 'evil.test']);
  const proxy = await fakeProxy(() => provider.port);
  process.env.HTTPS_PROXY = proxy.url;
  return { provider, proxy };
});
useTestDatabase();

const ORIGIN = 'http://localhost:3000';
const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');
const GOOD = 'https://pbs.twimg.com/media/good.png';
const answers: Record<string, (response: ServerResponse) => void> = {
  '/media/good.png': (response) => response.end(PNG),
  '/media/still.png': (response) => response.writeHead(200, { 'content-type': 'x/y' }).end(PNG),
  '/media/page.png': (response) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end('<script>alert(1)</script>'),
  '/media/drawing.svg': (response) =>
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg onload="x()"/>'),
  '/media/huge.png': (response) =>
    response.end(Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)])),
  '/media/moved.png': (response) => response.writeHead(302, { location: GOOD }).end(),
  '/media/forbidden.png': (response) => response.writeHead(403).end(PNG),
};

afterAll(() => {
  provider.close();
  proxy.close();
});
beforeEach(() => {
  provider.calls.length = 0;
  provider.answer = ({ url }, response) =>
    answers[url!]?.(response) ?? response.writeHead(404).end();
});

async function account({ workspace }: SignedIn, owner: string | null = null): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, owner_user_id
    )
    VALUES (
      ${workspace.id}, ${id}, 'x', '@acme', 'connected', ${owner ? 'personal' : 'business'}, ${id},
      ${owner}
    )`);
  return id;
}

async function post(
  { workspace }: SignedIn,
  connection: string,
  media: readonly { url?: string; preview_url?: string }[],
  { stream = 'posts', deleted = false } = {},
): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO records (
      workspace_id, connection_id, stream, external_id, entity, data, canonical, hash, deleted_at
    )
    VALUES (
      ${workspace.id}, ${connection}, ${stream}, ${id}, 'posts', '{}', ${{ media }}, ${id},
      ${deleted ? new Date() : null}
    )`);
  return id;
}

async function ask(
  person: SignedIn,
  asked: { connection: string; post: string; index?: string },
): Promise<Response> {
  const query = new URLSearchParams({ index: '0', ...asked, workspace: person.workspace.slug });
  const headers = { cookie: await sessionCookie(person.user_id), host: 'localhost:3000' };
  return pictures.GET(new Request(`${ORIGIN}/api/pictures?${query}`, { headers }), {
    params: Promise.resolve({}),
  });
}

/** Status and body, without the number of the request. */
async function said(response: Response): Promise<[number, string]> {
  const { request_id: _, ...problem } = (await response.json()) as Record<string, unknown>;
  return [response.status, JSON.stringify(problem)];
}

async function people() {
  const workspace = await makeWorkspace({ mode: 'live' });
  const me = await makePrincipal(workspace);
  const member = await makePrincipal(workspace, { role: 'member' });
  const stranger = await makePrincipal(await makeWorkspace({ mode: 'live' }));
  return { me, member, stranger };
}

it('a picture of a post, and the still of a film, for whoever may see the records', async () => {
  const { me, member } = await people();
  const connection = await account(me);
  const media = [{ url: GOOD }, { preview_url: 'https://pbs.twimg.com/media/still.png' }];
  const id = await post(me, connection, media);
  for (const [who, index] of [
    [me, '0'],
    [member, '1'],
  ] as const) {
    const response = await ask(who, { connection, post: id, index });
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': expect.stringMatching(/^private/),
      vary: 'Cookie',
    });
  }
  // Nothing of ours goes along.
  for (const { headers } of provider.calls)
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']));
  expect(provider.calls.map(({ line }) => line)).toEqual([
    'GET pbs.twimg.com/media/good.png',
    'GET pbs.twimg.com/media/still.png',
  ]);
});

describe('everything else is an address that never was, byte for byte', () => {
  const nothing = async (person: SignedIn) =>
    said(await ask(person, { connection: newId(), post: 'none' }));

  it('for those who may not see the records', async () => {
    const { me, member, stranger } = await people();
    const connection = await account(me);
    const id = await post(me, connection, [{ url: GOOD }]);
    const personal = await account(me, me.user_id);
    const mine = await post(me, personal, [{ url: GOOD }]);
    expect((await ask(me, { connection: personal, post: mine })).status).toBe(200);
    provider.calls.length = 0;
    const expected = await nothing(stranger);
    expect(expected[0]).toBe(404);
    expect(await said(await ask(stranger, { connection, post: id }))).toEqual(expected);
    expect(await said(await ask(member, { connection: personal, post: mine }))).toEqual(expected);
    const { user_id } = member;
    await setMemberAccess(me, { user_id, surface: 'connections', level: 'hidden' });
    expect(await said(await ask(member, { connection, post: id }))).toEqual(expected);
    expect(provider.calls).toEqual([]);
  });

  it.each([
    ['another post', { post: 'another' }],
    ['a place without a picture', { index: '1' }],
    ['no place', { index: '-1' }],
    ['no text', { post: '\0' }],
    ['no connection', { connection: 'x' }],
  ])('for %s', async (_, over) => {
    const { me } = await people();
    const connection = await account(me);
    const id = await post(me, connection, [{ url: GOOD }]);
    const response = await ask(me, { connection, post: id, ...over });
    expect(await said(response)).toEqual(await nothing(me));
    expect(provider.calls).toEqual([]);
  });

  it('for a deleted post, and what is no post', async () => {
    const { me } = await people();
    const connection = await account(me);
    for (const how of [{ deleted: true }, { stream: 'profile' }]) {
      const id = await post(me, connection, [{ url: GOOD }], how);
      expect(await said(await ask(me, { connection, post: id }))).toEqual(await nothing(me));
    }
    expect(provider.calls).toEqual([]);
  });

  it.each([
    ['what is no picture, whatever it is called', 'https://pbs.twimg.com/media/page.png', 1],
    ['a drawing that may hold script', 'https://pbs.twimg.com/media/drawing.svg', 1],
    ['more than 5 MB', 'https://pbs.twimg.com/media/huge.png', 1],
    ['what has moved', 'https://pbs.twimg.com/media/moved.png', 1],
    ['what is refused', 'https://pbs.twimg.com/media/forbidden.png', 1],
    ['what is gone', 'https://pbs.twimg.com/media/gone.png', 1],
    ['another host', 'https://evil.test/media/good.png', 0],
    ['the host that takes the credential', 'https://api.x.com/media/good.png', 0],
    ['an address of this machine', 'https://127.0.0.1/media/good.png', 0],
    ['the metadata of a cloud', 'https://169.254.169.254/latest/meta-data', 0],
    ['a port', 'https://pbs.twimg.com:8443/media/good.png', 0],
    ['no TLS', 'http://pbs.twimg.com/media/good.png', 0],
    ['text of its own', 'data:image/png;base64,iVBORw0KGgo=', 0],
    ['no address', 'good.png', 0],
  ])('for %s', async (_, url, calls) => {
    const { me } = await people();
    const connection = await account(me);
    const id = await post(me, connection, [{ url }]);
    expect(await said(await ask(me, { connection, post: id }))).toEqual(await nothing(me));
    expect(provider.calls).toHaveLength(calls);
  });
});

it('nobody who is not signed in is told anything', async () => {
  const response = await pictures.GET(new Request(`${ORIGIN}/api/pictures?index=0`), {
    params: Promise.resolve({}),
  });
  expect(response.status).toBe(401);
});
