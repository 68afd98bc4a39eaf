import { describe, expect, it } from 'vitest';
import {
  canonical,
  canonicalText,
  changedSince,
  defineConnector,
  defineStream,
  fullName,
  judge,
  newSince,
  onePage,
  pages,
  refusal,
  toldBy,
  type Answer,
  type AuthSpec,
  type ConnectorSpec,
  type OAuth,
} from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

// What a connector need not say, and what is made of it then.

const request = () => ({ url: 'https://api.example.com/all' });
const walk = pages({ request, records: 'data', next: onePage });
const account = { request, read: () => ({ id: '1', label: 'Acme' }) };
const field = {
  key: 'api_key',
  label: 'API token',
  placeholder: '…',
  help: 'A key',
  where_to_find: [],
};
const KEY: AuthSpec = { method: 'api_key', fields: [field], apply: () => ({}), account };
const OAUTH: AuthSpec = {
  method: 'oauth',
  authorize_url: 'https://example.com/authorize',
  token_url: 'https://example.com/token',
  client_auth: 'body',
  pkce: 'S256',
  scopes: [
    { scope: 'read', why: 'Read what there is' },
    { scope: 'notes', why: 'Read notes as well', required: false },
  ],
  rotates_refresh_token: false,
  connect_fields: [{ ...field, key: 'tenant', required: false, secret: false }],
  account,
};

const connector = (more: Partial<ConnectorSpec> = {}) =>
  defineConnector({
    type: 'acme',
    name: 'Acme',
    description: 'What Acme knows of its customers',
    category: 'crm',
    docs_url: 'https://example.com',
    source: 'example.com/api, 2026-11',
    keywords: [],
    default_cadence: '1h',
    promises: [],
    hosts: ['api.example.com'],
    auth: KEY,
    limits: [{ name: 'minute', requests: 60, per_ms: 60_000 }],
    errors: [],
    streams: [],
    ...more,
  });

const answer = (status: number, body: Json): Answer => ({
  status,
  headers: {},
  body,
  is_json: true,
});

describe('a connector', () => {
  it('is of the workspace, inbound, live and limited per connection unless it says otherwise', () => {
    expect(connector()).toMatchObject({
      ownership: 'workspace',
      direction: 'inbound',
      instancing: 'multiple',
      version: '1.0.0',
      logo: null,
      puller: { status: 'live' },
      limits: [{ scope: 'connection' }],
    });
    const limits = [{ name: 'app', scope: 'app', requests: 1, per_ms: 1 }] as const;
    expect(connector({ ownership: 'personal', version: '2.0.0', limits })).toMatchObject({
      ownership: 'personal',
      version: '2.0.0',
      limits: [{ scope: 'app' }],
    });
  });

  it('asks for every field, as a secret, unless it says that it is none', () => {
    const { auth } = connector({
      auth: { ...KEY, fields: [field, { ...field, required: undefined, secret: undefined }] },
    });
    const presumed = { required: true, secret: true, find_url: null };
    expect(auth).toMatchObject({ fields: [presumed, presumed] });
    expect((connector({ auth: OAUTH }).auth as OAuth).connect_fields).toEqual([
      { ...field, key: 'tenant', required: false, secret: false, find_url: null },
    ]);
  });

  it('sends a token as a bearer’s, and needs each scope it does not call optional', () => {
    const auth = connector({ auth: OAUTH }).auth as OAuth;
    expect(auth.apply('t')).toEqual({ authorization: 'Bearer t' });
    expect(auth.scope_separator).toBe(' ');
    expect(auth.scopes.map(({ required }) => required)).toEqual([true, false]);
  });
});

describe('an error rule', () => {
  it.each([
    ['rate_limited', 'Acme asked us to slow down.'],
    ['needs_reauth', 'Acme does not accept this API token: no such key'],
    ['missing_scope', 'Acme does not allow this: no such key'],
    ['gone', 'Acme does not have this any more.'],
    ['fail', 'Acme refused the request: no such key'],
  ] as const)('%s has a sentence: %s', (then, sentence) => {
    const { errors } = connector({ says: 'error', errors: [{ when: { status: 418 }, then }] });
    expect(errors).toMatchObject([{ source: 'example.com/api, 2026-11' }]);
    expect(judge(answer(418, { error: 'no such key' }), errors, 0)).toMatchObject({
      verdict: then,
      message: sentence,
    });
  });

  it('ends its sentence where the answer has no words, or nobody knows where they are', () => {
    const errors = [{ when: { status: 403 }, then: 'missing_scope' }] as const;
    const said = (says?: string) =>
      judge(answer(403, {}), connector({ says, errors }).errors, 0)?.message;
    expect(said('error')).toBe('Acme does not allow this.');
    expect(said()).toBe('Acme does not allow this.');
  });

  it('keeps the sentence, the source and the speaker it names', () => {
    const { errors } = connector({
      auth: OAUTH,
      provider: 'Acme Cloud',
      errors: [
        { when: { status: 402 }, then: 'config', message: 'Pay.', source: 'seen' },
        { when: { status: 401 }, then: 'refresh_token' },
        { when: { status: 400 }, then: 'needs_reauth' },
        refusal('error.text'),
      ],
    });
    expect(errors.map(({ message, source }) => `${message} ${source}`)).toEqual([
      'Pay. seen',
      'Acme Cloud no longer accepts this authorization. example.com/api, 2026-11',
      'Acme Cloud does not accept this authorization. example.com/api, 2026-11',
      'Acme Cloud refused the request: {error.text} example.com/api, 2026-11',
    ]);
  });
});

describe('a stream', () => {
  const team = { name: 'team_members', description: 'Who works there', full: walk };

  it('is named by its name, told apart by id, and of the entity it is mapped to', () => {
    const stream = defineStream({
      ...team,
      canonical: canonical('users', 1, { name: 'name', email: 'email' }),
    });
    expect(stream).toMatchObject({
      label: 'Team members',
      id: 'id',
      entity: 'users',
      deletions: { by: 'full_pass' },
    });
    expect(stream.incremental).toBeUndefined();
    const said = { label: 'Staff', id: 'key', deletions: { by: 'changes' } } as const;
    expect(defineStream({ ...team, ...said, entity: 'people' })).toMatchObject(said);
  });

  it('reads changes by the walk it reads everything by, unless there is another', () => {
    const other = pages({ request, records: 'other', next: onePage });
    const of = (incremental: Parameters<typeof defineStream>[0]['incremental']) =>
      defineStream({ ...team, entity: 'users', incremental }).incremental;
    expect(of(changedSince('updated_at', { minutes: 5 }))).toEqual({
      walk,
      bookmark: { by: 'time', changed_at: 'updated_at', overlap_seconds: 300 },
    });
    const seconds = { changed_at: 'at', form: 'epoch_seconds', overlap_seconds: 90_000 };
    expect(of({ walk: other, ...newSince('at', { days: 1, hours: 1 }, 'epoch_seconds') })).toEqual({
      walk: other,
      bookmark: { by: 'time', ...seconds },
      sees: 'new',
    });
  });
});

it('a mapping finds texts by their paths, lists by several, and computes the rest', () => {
  const people = canonical('people', 1, {
    name: (person) => fullName(person, 'first', 'last'),
    emails: ['mail.work', 'mail.home', 'mail.none'],
    company: 'company.name',
  });
  const person = {
    first: 'Ada',
    last: 'Lovelace',
    mail: { work: 'a@b.c', home: 'd@e.f' },
    company: { name: 'Acme' },
  };
  expect(JSON.parse(canonicalText(people, person)!)).toEqual({
    name: 'Ada Lovelace',
    emails: ['a@b.c', 'd@e.f'],
    company: 'Acme',
  });
  const bare = canonical('people', 1, { name: null, emails: [], company: 'company.name' });
  expect(canonicalText(bare, {})).toBe('{"name":null,"emails":[],"company":null}');
});

it('a limit is told by headers that are named alike', () => {
  expect(toldBy('x-rate', 'seconds')).toEqual({
    limit: { header: 'x-rate-limit' },
    remaining: { header: 'x-rate-remaining' },
    reset: { header: 'x-rate-reset', form: 'seconds' },
  });
});
