import { beforeEach, describe, expect, it } from 'vitest';
import { json } from '@/lib/sandbox/kit/call';
import { createCollection } from '@/lib/sandbox/kit/collection';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { pageOf } from '@/lib/sandbox/kit/paging';
import { required, text, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { ask, START } from '@/lib/sandbox/testing';

// As a newcomer writes it: a list with cursor paging, a key, an error form.
const { get, post } = endpointsFor<string>();
const notes = defineSandboxProvider({
  slug: 'notes',
  name: 'Notes',
  hosts: ['api.notes.example'],
  connect: 'API key: “notes-key”.',
  accounts: [{ name: 'small', note: 'Twenty-five notes', key: 'notes-key' }],
  streams: ['notes'],
  open: (account, stream, now) =>
    account === 'small' && stream === 'notes'
      ? createCollection({ seed: 'notes', size: 25, now, id: String, evolution: null })
      : null,
  sign_in: (call) => (call.header('x-api-key') === 'notes-key' ? 'small' : null),
  endpoints: [
    get('/v1/notes', {
      query: { limit: whole(1, 10, 10), cursor: text(/^\d+$/) },
      answer: ({ who, query, world }) => {
        const { items, next } = pageOf(world.collection(who, 'notes')!.live(), query);
        return json(200, { notes: items.map(({ id }) => ({ id })), next_cursor: next });
      },
    }),
    get('/v1/notes/{id}', {
      path: { id: required(whole(0, 1_000, null)) },
      answer: ({ path }) => json(200, { id: path.id }),
    }),
    post('/v1/notes/search', {
      body: { title: required(text()), limit: whole(1, 10, 10) },
      answer: ({ body }) => json(200, body),
    }),
  ],
  refuse: ({ status, message, wait_s }) =>
    json(status, { error: message }, wait_s === undefined ? {} : { 'retry-after': String(wait_s) }),
});

let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  sandbox = createSandbox({ now: () => START, providers: [notes] });
});
const at = (path: string, body?: unknown, key = 'notes-key') =>
  ask<{ notes: { id: string }[]; next_cursor: string | null; error?: string }>(
    sandbox,
    `api.notes.example${path}`,
    { 'x-api-key': key },
    body,
  );

describe('a provider declared with the kit', () => {
  it('pages through its list', async () => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof at>> = await at(
        `/v1/notes${cursor && `?cursor=${cursor}`}`,
      );
      ids.push(...page.body.notes.map((n) => n.id));
      cursor = page.body.next_cursor;
    }
    expect(ids).toEqual(Array.from({ length: 25 }, (_, i) => String(i)));
  });

  it.each<[string, unknown, number, string]>([
    ['/v1/notes?page=2', undefined, 400, 'There is no parameter page here'],
    ['/v1/notes?limit=11', undefined, 400, 'limit is not between 1 and 10'],
    ['/v1/notes?cursor=x', undefined, 400, 'cursor is not valid'],
    ['/v1/notes/first', undefined, 400, 'id is not between 0 and 1000'],
    ['/v1/notes/search', {}, 400, 'title is missing'],
    ['/v1/notes/search', { title: null }, 400, 'title is missing'],
    ['/v1/notes/search', { title: ['a'] }, 400, 'title is not a text'],
    ['/v1/notes/search', { title: 'a', sort: 'b' }, 400, 'There is no parameter sort here'],
    ['/v1/notes/search', [], 400, 'The body is not a JSON object'],
    ['/v1/notes', {}, 405, 'POST is not allowed here; allowed: GET'],
    ['/v2/notes', undefined, 404, 'There is no endpoint GET /v2/notes'],
  ])('refuses %s %j in its own form', async (path, body, status, error) => {
    expect(await at(path, body)).toMatchObject({ status, body: { error } });
  });

  it('knows its key, and shows the same faults as any other provider', async () => {
    expect((await at('/v1/notes', undefined, 'wrong')).status).toBe(401);
    sandbox.control.fault({ provider: 'notes', account: 'small', kind: '429', retry_after: 9 });
    const limited = await at('/v1/notes');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9']);
  });
});
