import { randomUUID } from 'node:crypto';
import { hashKey } from '@/lib/access/key-format';
import { api, settled } from '../fixtures/api';
import { connectPipedrive } from '../fixtures/steps';
import { expect, test } from '../fixtures/test';
import {
  appUrl,
  makeKey,
  makeWorkspace,
  ownAccount,
  sessionCookie,
  sql,
  type Workspace,
} from '../fixtures/world';
import { call } from './call';
import { bytesOf, send, SURFACES, type Ask } from './surfaces';

/** A synced connection of a workspace. */
async function connected(workspace: Workspace): Promise<string> {
  return connectPipedrive(api(await makeKey(workspace)), (await ownAccount()).pipedrive);
}
const stateOf = async (id: string) =>
  (await sql('SELECT name, status FROM connections WHERE id = $1', [id]))[0];

for (const surface of SURFACES) {
  const all = [...surface.reads, ...surface.writes, ...surface.deletes];

  test(`${surface.name}: another workspace’s connection is not there, byte for byte`, async ({
    workspace,
  }) => {
    const id = await connected(workspace);
    const before = await stateOf(id);
    const stranger = await makeKey(await makeWorkspace('Globex'));
    for (const ask of all) {
      const [theirs, none, malformed] = [
        await send(stranger, ask, id),
        await send(stranger, ask, randomUUID()),
        await send(stranger, ask, 'not-an-id'),
      ];
      const what = `${ask.method} ${ask.path('…')}`;
      expect.soft(theirs.status, `${what}: ${theirs.text}`).toBe(404);
      expect.soft(bytesOf(theirs), what).toBe(bytesOf(none));
      expect.soft(theirs.status, what).toBe(none.status);
      expect.soft(malformed.status, what).toBe(surface.malformed);
      if (surface.malformed === 404) expect.soft(bytesOf(malformed), what).toBe(bytesOf(none));
    }
    expect(await stateOf(id)).toEqual(before);
    expect((await call(stranger, 'GET', surface.list)).text).not.toContain(id);
  });

  test(`${surface.name}: a key kept to one connection is told nothing of another`, async ({
    workspace,
  }) => {
    const [own, other] = [await connected(workspace), await connected(workspace)];
    const before = await stateOf(other);
    const key = await makeKey(workspace);
    await sql('UPDATE api_keys SET connection_ids = $2 WHERE hash = $1', [hashKey(key), [own]]);
    for (const ask of all) {
      const [refused, none] = [await send(key, ask, other), await send(key, ask, randomUUID())];
      expect.soft(refused.status, ask.path('…')).toBe(404);
      expect.soft(bytesOf(refused), ask.path('…')).toBe(bytesOf(none));
    }
    for (const ask of surface.reads)
      expect.soft((await send(key, ask, own)).status, ask.path('…')).toBe(200);
    expect((await call(key, 'GET', surface.list)).text).not.toContain(other);
    expect(await stateOf(other)).toEqual(before);
  });

  test(`${surface.name}: a key does what its scopes say`, async ({ workspace }) => {
    const id = await connected(workspace);
    const before = await stateOf(id);
    const nothing = await makeKey(workspace, ['members:read']);
    const reader = await makeKey(workspace, ['connections:read']);
    const writer = await makeKey(workspace, ['connections:read', 'connections:write']);
    const status = async (key: string | null, ask: Ask) => (await send(key, ask, id)).status;
    for (const ask of all) {
      expect.soft(await status(nothing, ask), `${ask.method} ${ask.path('…')}`).toBe(403);
      expect.soft(await status(null, ask), ask.path('…')).toBe(401);
      expect.soft(await status('inlet_sk_test_nonsense', ask), ask.path('…')).toBe(401);
    }
    for (const ask of surface.reads)
      expect.soft(await status(reader, ask), ask.path('…')).toBe(200);
    for (const ask of [...surface.writes, ...surface.deletes])
      expect.soft(await status(reader, ask), `${ask.method} ${ask.path('…')}`).toBe(403);
    for (const ask of surface.deletes)
      expect.soft(await status(writer, ask), `${ask.method} ${ask.path('…')}`).toBe(403);
    expect(await stateOf(id)).toEqual(before);
  });

  test(`${surface.name}: another site changes nothing with a session`, async ({ workspace }) => {
    const id = await connected(workspace);
    const before = await stateOf(id);
    await settled(api(await makeKey(workspace)), id);
    const { name, value } = await sessionCookie(workspace.owner);
    const as = (headers: Record<string, string>) => ({ Cookie: `${name}=${value}`, ...headers });
    for (const ask of [...surface.writes, ...surface.deletes])
      for (const headers of [
        as({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }),
        as({ Origin: 'null' }),
        as({}),
      ]) {
        const { status } = await send(null, ask, id, headers);
        expect.soft(status, `${ask.method} ${ask.path('…')}`).toBe(403);
      }
    expect(await stateOf(id)).toEqual(before);
    const own = as({ Origin: appUrl(), 'Sec-Fetch-Site': 'same-origin' });
    for (const ask of surface.reads)
      expect.soft((await send(null, ask, id, own)).status, ask.path('…')).toBe(200);
  });

  test(`${surface.name}: every answer carries its request’s name and stays private`, async ({
    workspace,
  }) => {
    const key = await makeKey(workspace);
    const named = { 'X-Request-Id': 'asked-by-a-test' };
    for (const path of [surface.list, `${surface.list}/nothing/at/all`]) {
      const { headers } = await call(key, 'GET', path, undefined, named);
      expect.soft(headers.get('x-request-id'), path).toBe('asked-by-a-test');
      expect.soft(headers.get('cache-control'), path).toMatch(/private/);
    }
  });
}
