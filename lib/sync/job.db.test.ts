import { beforeEach, describe, expect, it } from 'vitest';
import { at, choose, job, text } from '@/lib/connectors/kit';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import {
  connectFake,
  fakeConnector,
  useFakeProvider,
  type FakeAnswer,
  type FakeConnection,
} from '@/lib/sync/fixtures/provider';
import { API, cutAt, listing, messageStream } from '@/lib/sync/fixtures/walks';

useTestDatabase();
const provider = useFakeProvider();
let connection: FakeConnection;
/** Jobs that were started, with how often each was asked after. */
let jobs: Map<string, number>;
/** Rows of each part of the results. */
let parts: number[];
let results: (part: number) => FakeAnswer;
let state: (asked: number) => string;

const created = (): number => jobs.size;
const ids = (): string[] =>
  parts.flatMap((rows, part) => Array.from({ length: rows }, (_, i) => `${part}-${i}`)).sort();

const csv = (part: number): string =>
  [
    'Id,Name,Note',
    ...Array.from({ length: parts[part]! }, (_, i) => `${part}-${i},"O""Hara, ${i}",`),
  ].join('\r\n');
const ndjson = (part: number): string =>
  Array.from(
    { length: parts[part]! },
    (_, i) => `{"Id":"${part}-${i}","N":12345678901234567890}\n`,
  ).join('');

beforeEach(async () => {
  provider.calls.length = 0;
  jobs = new Map();
  parts = [700, 3, 1_200];
  results = (part) => ({ body: csv(part), headers: { 'content-type': 'text/csv' } });
  state = (asked) => (asked < 3 ? 'InProgress' : 'JobComplete');
  connection = await connectFake((await makeWorkspace()).id);
  provider.answer = ({ path, query, method }) => {
    if (path === '/jobs' && method === 'POST') {
      jobs.set(`job-${jobs.size + 1}`, 0);
      return { body: { id: `job-${jobs.size}` } };
    }
    if (path === '/rows') return { body: { data: [{ id: 'page' }] } };
    if (path === '/count') return { body: { count: parts.reduce((a, b) => a + b, 0) } };
    const [, , id = '', what] = path.split('/');
    if (what === undefined) {
      jobs.set(id, jobs.get(id)! + 1);
      return { body: { state: state(jobs.get(id)!) } };
    }
    const part = Number(query.get('locator') ?? '0');
    const answer = results(part);
    const locator = part + 1 < parts.length ? String(part + 1) : 'null';
    return { ...answer, headers: { ...answer.headers, 'x-locator': locator } };
  };
});

const exported = (format: 'csv' | 'ndjson') =>
  job({
    create: ({ since }) => ({ method: 'POST', url: `${API}/jobs`, json: { since } }),
    job: ({ body }) => text(body, 'id'),
    poll: (id) => ({ url: `${API}/jobs/${id}` }),
    state: ({ body }) => {
      const said = text(body, 'state');
      if (said === 'JobComplete') return 'ready';
      return said === 'Failed' ? { failed: 'too many jobs' } : 'wait';
    },
    every_ms: 5,
    most_minutes: 0.01,
    results: (id, locator) => ({
      url: `${API}/jobs/${id}/results`,
      query: { locator: locator ?? undefined },
    }),
    format,
    locator: (headers) => (headers['x-locator'] === 'null' ? null : (headers['x-locator'] ?? null)),
  });
const bulk = (format: 'csv' | 'ndjson' = 'csv') =>
  fakeConnector([messageStream('rows', { id: 'Id', full: exported(format) })]);

describe('an export as a job', () => {
  it.each(['csv', 'ndjson'] as const)('is started, waited for and read as %s', async (format) => {
    if (format === 'ndjson') results = (part) => ({ body: ndjson(part) });
    expect(await connection.sync(bulk(format))).toMatchObject({
      status: 'completed',
      records_created: 1_903,
    });
    expect(await connection.stored('rows')).toEqual(ids());
    expect(created()).toBe(1);
  });

  it.each([2, 3, 5, 6, 7])('is not started twice when a run is cut at call %i', async (n) => {
    expect(await cutAt({ provider, connection }, bulk(), n)).toMatchObject({ status: 'completed' });
    expect(await connection.stored('rows')).toEqual(ids());
    expect(created()).toBe(1);
  });

  it('that breaks off in the middle goes on with the row after the last one stored', async () => {
    const whole = results;
    results = (part) =>
      part === 2
        ? { body: `${csv(2).split('\r\n').slice(0, 900).join('\r\n')}\r\n"unclosed` }
        : whole(part);
    expect(await connection.sync(bulk())).toMatchObject({ status: 'failed' });
    expect((await connection.stored('rows')).length).toBeGreaterThan(1_200);
    results = whole;
    expect(await connection.sync(bulk())).toMatchObject({ status: 'completed' });
    expect(await connection.stored('rows')).toEqual(ids());
    expect(created()).toBe(1);
  });

  it('that the provider gives up is started once more, and then is the provider’s trouble', async () => {
    state = () => 'Failed';
    const run = await connection.sync(bulk());
    expect(run).toMatchObject({ status: 'failed', error_reason: 'transient' });
    expect(run.error_message).toMatch(/gave the export up: too many jobs/);
    expect(created()).toBe(2);
  });

  it('that never ends is given up', async () => {
    state = () => 'InProgress';
    expect((await connection.sync(bulk())).error_message).toMatch(/did not end the export/);
  });

  it('is chosen by size when a pass begins, and the choice is kept', async () => {
    const chosen = fakeConnector([
      messageStream('rows', {
        id: 'Id',
        full: choose(
          async ({ ask }) =>
            Number(at((await ask({ url: `${API}/count` })).body, 'count')) > 100 ? 'job' : 'pages',
          { job: exported('csv'), pages: listing('rows') },
        ),
        transform: (item) => (text(item, 'Id') === null ? { Id: text(item, 'id') } : item),
      }),
    ]);
    await cutAt({ provider, connection }, chosen, 4);
    expect(await connection.stored('rows')).toEqual(ids());
    expect(provider.calls.filter((c) => c.path === '/count')).toHaveLength(1);
    parts = [3];
    await connection.sync(chosen);
    expect(created()).toBe(1);
    expect(provider.calls.at(-1)!.path).toBe('/rows');
  });
});
