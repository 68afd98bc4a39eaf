import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  createEndpoint,
  deleteEndpoint,
  rotateSecret,
  setDisabled,
} from '@/lib/webhooks/endpoints';
import { knock, stored } from '@/lib/webhooks/testing/knock';
import { delivered, githubDelivery, hmac } from '@/lib/webhooks/testing/signed';

useTestDatabase();

const SECRET = 'secret of a test';
let workspace_id: string;
beforeEach(async () => {
  ({ id: workspace_id } = await makeWorkspace());
});

const endpoint = (provider: string, secret = SECRET) =>
  createEndpoint(db, {
    workspace_id,
    provider,
    name: provider,
    connection_id: null,
    secret,
    created_by: null,
  });

const ISSUE = { action: 'opened', issue: { id: 7 }, repository: { owner: { id: 1 } } };

describe('a genuine delivery', () => {
  it('is stored as the bytes it came in, once it is committed answered, and waits', async () => {
    const { id } = await endpoint('github');
    const sent = githubDelivery(SECRET, ISSUE);
    const answer = await knock('github', id, sent);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    const [row, ...more] = await stored(id);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      verdict: 'accepted',
      state: 'pending',
      repeats: 0,
      event_keys: ['issue.created'],
    });
    expect(row!.body!.equals(sent.body)).toBe(true);
  });

  it('is one event, however many come at once', async () => {
    const { id } = await endpoint('github');
    const sent = githubDelivery(SECRET, ISSUE);
    const answers = await Promise.all(Array.from({ length: 50 }, () => knock('github', id, sent)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await stored(id)).toMatchObject([{ verdict: 'accepted', repeats: 49 }]);
  });

  it('is the same event under another id that nobody signed', async () => {
    const { id } = await endpoint('github');
    await knock('github', id, githubDelivery(SECRET, ISSUE));
    await knock('github', id, githubDelivery(SECRET, ISSUE, { id: 'another' }));
    expect(await stored(id)).toMatchObject([{ repeats: 1 }]);
  });

  it('that says nothing we can read is kept, and not asked for again', async () => {
    const { id } = await endpoint('github');
    const body = 'not json \0';
    const odd = delivered(body, {
      'x-github-event': 'issues',
      'x-github-delivery': 'one',
      'x-hub-signature-256': `sha256=${hmac(SECRET, body)}`,
    });
    expect((await knock('github', id, odd)).status).toBe(200);
    expect(await stored(id)).toMatchObject([{ verdict: 'accepted', state: 'pending' }]);
  });

  it('is known by the secret before the rotation too, and by it alone no longer than a day', async () => {
    const { id } = await endpoint('github');
    await rotateSecret(db, { workspace_id, id }, 'the new one');
    const by = (secret: string, n: number) =>
      knock('github', id, githubDelivery(secret, { ...ISSUE, n }, { id: `${n}` }));
    expect((await by(SECRET, 1)).status).toBe(200);
    expect((await by('the new one', 2)).status).toBe(200);
    await db.query(sql`
      UPDATE webhook_endpoints
      SET previous_until = now() - interval '1 second'
      WHERE id = ${id}`);
    expect((await by(SECRET, 3)).status).toBe(401);
    expect((await by('the new one', 4)).status).toBe(200);
  });
});

describe('an endpoint this process has met before', () => {
  const by = (id: string, secret: string, n: number) =>
    knock('github', id, githubDelivery(secret, { ...ISSUE, n }, { id: `${n}` }));

  it('takes nothing from the moment on in which it is switched off, and all again when it is on', async () => {
    const { id } = await endpoint('github');
    expect((await by(id, SECRET, 1)).status).toBe(200);
    await setDisabled(db, { workspace_id, id }, true);
    expect((await by(id, SECRET, 2)).status).toBe(401);
    await setDisabled(db, { workspace_id, id }, false);
    expect((await by(id, SECRET, 3)).status).toBe(200);
    await deleteEndpoint(db, { workspace_id, id });
    expect((await by(id, SECRET, 4)).status).toBe(401);
  });

  it('takes a new secret at once, and the old one no more when it was taken away', async () => {
    const { id } = await endpoint('github');
    expect((await by(id, SECRET, 1)).status).toBe(200);
    await rotateSecret(db, { workspace_id, id }, 'the new one');
    expect((await by(id, 'the new one', 2)).status).toBe(200);
    await db.query(sql`
      UPDATE webhook_endpoints
      SET previous_cipher = NULL
      WHERE id = ${id}`);
    expect((await by(id, SECRET, 3)).status).toBe(401);
    expect((await stored(id)).map(({ verdict }) => verdict)).toEqual([
      'accepted',
      'accepted',
      'refused',
    ]);
  });

  it('is told apart by its provider', async () => {
    const { id } = await endpoint('github');
    expect((await by(id, SECRET, 1)).status).toBe(200);
    expect((await knock('whatsapp', id, githubDelivery(SECRET, ISSUE))).status).toBe(401);
  });
});

describe('everything else is answered alike', () => {
  it('an endpoint that is not there, is another’s, is off, and a signature that is wrong', async () => {
    const { id } = await endpoint('github');
    const off = await endpoint('github');
    await setDisabled(db, { workspace_id, id: off.id }, true);
    const good = githubDelivery(SECRET, ISSUE);
    const bad = { ...good, headers: { ...good.headers, 'x-hub-signature-256': 'sha256=00' } };
    const { 'x-hub-signature-256': _, ...rest } = good.headers;
    const refused = await Promise.all([
      knock('github', id, bad),
      knock('github', id, { ...good, headers: rest }),
      knock('github', off.id, good),
      knock('github', '2b0b0c7c-8f4e-4d0e-9d84-6ac2a51b8c5e', good),
      knock('github', 'no-id', good),
      knock('slack', id, good),
      knock('nobody', id, good),
      knock('github', id, { ...good, method: 'GET', body: Buffer.alloc(0) }),
    ]);
    const told = await Promise.all(
      refused.map(async (answer) => [
        answer.status,
        await answer.text(),
        JSON.stringify([...answer.headers]),
      ]),
    );
    expect(new Set(told.map((one) => one.join('|'))).size).toBe(1);
    expect(told[0]!.slice(0, 2)).toEqual([401, '']);
    expect((await stored(id)).map(({ verdict, reason, body }) => [verdict, reason, body])).toEqual(
      expect.arrayContaining([
        ['refused', 'not_genuine', null],
        ['refused', 'no_signature', null],
      ]),
    );
  });

  it('a flood of refusals does not fill the disk', async () => {
    const { id } = await endpoint('github');
    const bad = githubDelivery('another', ISSUE);
    for (let i = 0; i < 60; i++) await knock('github', id, bad);
    expect((await stored(id)).length).toBeLessThanOrEqual(20);
  });

  it('what the provider never sends is refused before it is read', async () => {
    const { id } = await endpoint('telegram');
    const text = { ...delivered('hello', {}), headers: { 'content-type': 'text/html' } };
    expect((await knock('telegram', id, text)).status).toBe(415);
    const large = delivered('x'.repeat(1024 * 1024 + 1), {});
    expect((await knock('telegram', id, large)).status).toBe(413);
    expect(await stored(id)).toEqual([]);
  });
});

it('no secret stands in the inbox where the provider sends it along', async () => {
  const telegram = await endpoint('telegram');
  const token = delivered('{"update_id":1,"message":{}}', {
    'x-telegram-bot-api-secret-token': SECRET,
  });
  expect((await knock('telegram', telegram.id, token)).status).toBe(200);
  const digest = { ...token.headers };
  const [kept] = await stored(telegram.id);
  expect(JSON.stringify(kept!.headers)).not.toContain(SECRET);
  digest['x-telegram-bot-api-secret-token'] = kept!.headers['x-telegram-bot-api-secret-token']!;
  expect((await knock('telegram', telegram.id, { ...token, headers: digest })).status).toBe(401);

  const graph = await endpoint('microsoft');
  const item = { subscriptionId: 's', changeType: 'created', clientState: SECRET };
  const notice = delivered(JSON.stringify({ value: [item, item] }), {});
  expect((await knock('microsoft', graph.id, notice)).status).toBe(202);
  const mixed = { value: [item, { ...item, clientState: 'another' }] };
  expect((await knock('microsoft', graph.id, delivered(JSON.stringify(mixed), {}))).status).toBe(
    401,
  );
  const [accepted] = await stored(graph.id);
  expect(accepted!.body!.toString()).not.toContain(SECRET);
});
