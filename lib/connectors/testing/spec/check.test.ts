import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import granola from '@/lib/connectors/providers/granola';
import { checkSpec } from '@/lib/connectors/testing/spec/check';
import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';
import { graphqlChecker } from '@/lib/connectors/testing/spec/graphql';
import { openapiChecker } from '@/lib/connectors/testing/spec/openapi';

const NOTES = {
  openapi: '3.0.0',
  servers: [{ url: 'https://api.notes.example/v1' }],
  paths: {
    '/notes': {
      parameters: [{ name: 'limit', in: 'query', required: true, schema: { type: 'integer' } }],
      get: {
        parameters: [
          { name: 'fields', in: 'query', schema: { type: 'array', items: { enum: ['a', 'b'] } } },
          { name: 'created', in: 'query', schema: { $ref: '#/components/schemas/Range' } },
        ],
        responses: { '200': { $ref: '#/components/responses/Notes' } },
      },
    },
    '/notes/{id}': { get: { responses: { '2XX': {} } } },
  },
  components: {
    responses: {
      Notes: {
        content: {
          'application/json': {
            schema: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
          },
        },
      },
    },
    schemas: {
      Range: { type: 'object', properties: { gte: { type: 'integer' } } },
      Note: {
        allOf: [{ type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }],
        properties: { text: { type: 'string', nullable: true }, tag: { type: 'string' } },
      },
    },
  },
};

const exchange = (target: string, answer: unknown, more: Partial<Exchange> = {}): Exchange => {
  const { host, pathname, searchParams } = new URL(target, 'https://api.notes.example');
  return {
    method: 'GET',
    host,
    path: pathname,
    query: searchParams,
    request: { type: '', text: '' },
    response: { status: 200, type: 'application/json', text: JSON.stringify(answer) },
    ...more,
  };
};

const check = openapiChecker(NOTES);
const found = (...of: Parameters<typeof exchange>) =>
  check(exchange(...of))?.map(({ at, message }) => `${at}: ${message}`);

describe('an exchange held against OpenAPI', () => {
  it('passes as described, with lists in one text, ranges in brackets and nulls that are said', () => {
    expect(found('/v1/notes?limit=2&fields=a,b&created[gte]=1', [{ id: '1', text: null }])).toEqual(
      [],
    );
  });

  it.each([
    ['/v1/notes', 'GET /notes query limit: is required'],
    ['/v1/notes?limit=many', 'GET /notes query limit: must be integer'],
    ['/v1/notes?limit=1&page=2', 'GET /notes query page: is no parameter'],
    [
      '/v1/notes?limit=1&fields=a,c',
      'GET /notes query fields /[]: is "c", which is not among the allowed values',
    ],
    ['/v1/notes?limit=1&created[gte]=x', 'GET /notes query created /gte: must be integer'],
  ])('a request for %s does not', (target, fault) => {
    expect(found(target, [])).toEqual([fault]);
  });

  it.each([
    [[{}], "GET /notes 200 /[]: must have required property 'id'"],
    [[{ id: 1 }], 'GET /notes 200 /[]/id: must be string'],
    [[{ id: '1', tag: null }], 'GET /notes 200 /[]/tag: is null, which is not described'],
    [[{ id: '1', txet: 'x' }], 'GET /notes 200 /[]/txet: is not declared'],
  ])('an answer of %j does not', (answer, fault) => {
    expect(found('/v1/notes?limit=1', answer)).toEqual([fault]);
  });

  it('says what nobody described: an address, a method, a status', () => {
    expect(found('/v2/notes', [])).toBeUndefined();
    expect(found('/v1/note', [])).toBeUndefined();
    expect(found('/v1/notes', [], { method: 'POST' })).toEqual(['POST /notes: is not described']);
    const response = { status: 404, type: 'application/json', text: '{}' };
    expect(found('/v1/notes/7', {}, { response })).toEqual([
      'GET /notes/{id} 404: is a status nobody described',
    ]);
  });

  it('reads the forms of Swagger 2', () => {
    const old = openapiChecker({
      swagger: '2.0',
      basePath: '/api',
      paths: {
        '/list': {
          post: {
            parameters: [{ name: 'limit', in: 'formData', required: true, type: 'integer' }],
            responses: { '200': { schema: { properties: { ok: { type: 'boolean' } } } } },
          },
        },
      },
    });
    const sent = (text: string) =>
      old(
        exchange(
          '/api/list',
          { ok: true },
          {
            method: 'POST',
            request: { type: 'application/x-www-form-urlencoded', text },
          },
        ),
      )!.map(({ at, message }) => `${at}: ${message}`);
    expect(sent('limit=3')).toEqual([]);
    expect(sent('limit=x')).toEqual(['POST /list body /limit: must be integer']);
    expect(sent('limit=3&more=1')).toEqual(['POST /list body /more: is not declared']);
  });
});

describe('an exchange held against a GraphQL schema', () => {
  const schema = buildSchema('type Query { notes(first: Int!): [Note!]! } type Note { id: ID! }');
  const asked = (query: string, data: unknown, variables = {}) =>
    graphqlChecker(schema)(
      exchange(
        '/graphql',
        { data },
        {
          method: 'POST',
          request: { type: 'application/json', text: JSON.stringify({ query, variables }) },
        },
      ),
    )!.map(({ at, message }) => `${at}: ${message}`);

  it('passes as described', () => {
    const query =
      'query ($n: Int!) { all: notes(first: $n) { ...known } } fragment known on Note { id }';
    expect(asked(query, { all: [{ id: '1' }] }, { n: 2 })).toEqual([]);
  });

  it.each([
    ['{ notes(first: 1) { title } }', {}, /Cannot query field "title"/],
    ['{ notes(first: 1) { id } }', { notes: [null] }, /query\.notes\[\]: is null/],
    ['{ notes(first: 1) { id } }', { notes: [{}] }, /query\.notes\[\]\.id: is missing/],
    ['{ notes(first: 1) { id } }', { notes: [{ id: '1', a: 1 }] }, /\.a: was not asked for/],
    ['query ($n: Int!) { notes(first: $n) { id } }', { notes: [] }, /variables: .*"\$n"/],
  ])('%s answered with %j does not', (query, data, fault) => {
    expect(asked(query, data)).toEqual([expect.stringMatching(fault)]);
  });
});

describe('a connector held against a description', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'description-'));
  const file = path.join(folder, 'granola.json');
  afterEach(() => fs.rmSync(file, { force: true }));
  const describeAs = (paths: object) =>
    fs.writeFileSync(file, JSON.stringify({ openapi: '3.1.0', paths }));

  it('is not held while anything is found without a reason', async () => {
    describeAs({ '/v1/notes': { get: { parameters: [], responses: {} } } });
    const { held, lines } = await checkSpec(granola, file, []);
    expect(held).toBe(false);
    expect(lines.join('\n')).toMatch(/FOUND: GET \/v1\/notes query \w+: is no parameter/);
  });

  it('is held when everything found has its reason, and not by a reason nothing needs', async () => {
    describeAs({ '/v1/notes': { get: { parameters: [], responses: {} } } });
    const all = { found: /./, reason: 'all of it' };
    expect(await checkSpec(granola, file, [all])).toMatchObject({ held: true });
    const needless = { found: /no such thing/, reason: 'none' };
    expect(await checkSpec(granola, file, [all, needless])).toMatchObject({ held: false });
  });

  it('is not held by a description of something else', async () => {
    describeAs({ '/elsewhere': { get: { responses: {} } } });
    const all = { found: /./, reason: 'all of it' };
    expect(await checkSpec(granola, file, [all])).toMatchObject({ held: false });
  });
});
