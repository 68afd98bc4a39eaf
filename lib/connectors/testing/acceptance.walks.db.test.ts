import { describe, expect, it } from 'vitest';
import { at, byPageToken, children, pages, text } from '@/lib/connectors/kit';
import type { Connector, Stream } from '@/lib/connectors/kit';
import hubspot from '@/lib/connectors/providers/hubspot';
import pipedrive from '@/lib/connectors/providers/pipedrive';
import { CHECKS } from '@/lib/connectors/testing/acceptance';
import { useBench } from '@/lib/connectors/testing/acceptance/bench';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { withWalks } from '@/lib/connectors/testing/acceptance/small-pages';
import { withStreams } from '@/lib/connectors/testing/change';

// What no connector of the catalog does yet, and canaries for the check that finds mistyped paths.

const PATIENT_MS = 180_000;
const fresh = useBench();
const row = (connector: Connector, more: Partial<Acceptance> = {}): Acceptance => ({
  connector,
  account: 'globex',
  named: { id: '73806', label: 'Globex (leila.weber@globex.example)' },
  wrong: { credential: '', told: /./ },
  small_pages: { limit: 5 },
  forbidden: { stream: '', path: '', body: {} },
  answers: [],
  streams: {},
  ...more,
});
const streamOf = (connector: Connector, name: string): Stream =>
  connector.streams.find((stream) => stream.name === name)!;

describe('a walk over children', () => {
  /** Stages, asked for pipeline by pipeline, a stage a page. */
  const stages: Stream = {
    ...streamOf(pipedrive, 'stages'),
    full: children<string>({
      parents: 'pipelines',
      request: ({ id }, { page, account, size }) => ({
        url: `https://${account.details.company_domain}.pipedrive.com/api/v2/stages`,
        query: { pipeline_id: id, limit: size, cursor: page ?? undefined },
      }),
      page_size: 500,
      records: 'data',
      next: byPageToken('additional_data.next_cursor'),
      own: (_, item) => item,
      width: 2,
    }),
  };
  const connector = { ...pipedrive, streams: [streamOf(pipedrive, 'pipelines'), stages] };
  const small = { small_pages: { limit: 1 } };

  it(
    'that is cut among the children of a parent goes on there',
    async () => {
      expect(await CHECKS.resumed(await fresh(row(connector, small)))).toEqual([]);
    },
    PATIENT_MS,
  );

  it(
    'is reported when it skips the rest of the parent it was cut in',
    async () => {
      const skipping = (walk: Stream['full']): Stream['full'] => ({
        ...walk,
        read: (from, world) => {
          const parent = from === null ? null : text(from, 'parent');
          if (parent === null) return walk.read(from, world);
          const after = { id: parent, failed_before: false };
          return walk.read({ after, parent: null, page: null, mark: null }, world);
        },
      });
      const bench = await fresh(row(connector, small));
      const faults = await CHECKS.resumed({
        ...bench,
        connector: withStreams(bench.connector, (stream) => withWalks(stream, skipping)),
      });
      expect(faults.join('\n')).toMatch(
        /^stages, cut at page \d+: \d+ of \d+ are stored; lacking/m,
      );
    },
    PATIENT_MS,
  );
});

describe('a bookmark the provider forgets', () => {
  const answer = { status: 400, body: { status: 'error', category: 'POSITION_GONE' } };
  const contacts = { stream: 'contacts', path: '/crm/*contacts/search', answer };
  const told: Connector['errors'][number] = {
    when: { status: 400, body: { category: 'POSITION_GONE' } },
    then: 'bookmark_gone',
    message: 'HubSpot no longer knows where we stood.',
    source: 'this test',
  };
  const knowing = { ...hubspot, errors: [told, ...hubspot.errors] };

  it(
    'ends in one full pass',
    async () => {
      const bench = await fresh(row(knowing, { forgotten: contacts }));
      expect(await CHECKS.bookmark_forgotten(bench)).toEqual([]);
    },
    PATIENT_MS,
  );

  it.each([
    ['is taken for trouble that passes', 'retry', /1 increments and 0 full passes were begun/],
    ['ends the stream', 'fail', /contacts: failed/],
  ] as const)(
    'is reported when it %s',
    async (_, then, report) => {
      const bench = await fresh(row(knowing, { forgotten: contacts }));
      const errors = [{ ...told, then }, ...hubspot.errors];
      const faults = await CHECKS.bookmark_forgotten({
        ...bench,
        connector: { ...bench.connector, errors },
      });
      expect(faults.join('\n')).toMatch(report);
    },
    PATIENT_MS,
  );

  it('has to be in the row of a connector that speaks of it', async () => {
    expect((await CHECKS.bookmark_forgotten(await fresh(row(knowing)))).join()).toMatch(
      /forgotten/,
    );
  });
});

describe('a mistyped path that nobody could notice is reported', () => {
  const persons = streamOf(pipedrive, 'persons');
  const noticed = async (stream: Stream, more: Partial<Acceptance> = {}) => {
    const rows = { streams: { persons: { fields: ['name'] } }, ...more };
    const bench = await fresh(row({ ...pipedrive, streams: [stream] }, rows));
    return (await CHECKS.typos_noticed(bench)).join('\n');
  };

  it(
    'where nothing hides it, none is',
    async () => expect(await noticed(persons)).toBe(''),
    PATIENT_MS,
  );

  it(
    'the records path, of a walk that reads its list by itself',
    async () => {
      const own: Stream = {
        ...persons,
        full: withOwnReading(persons.full),
      };
      expect(await noticed(own)).toContain('persons: nobody notices a mistyped records path');
    },
    PATIENT_MS,
  );

  it(
    'the page token path, in an account with one page of what is looked for',
    async () => {
      const streams = {
        persons: {
          fields: ['name'],
          there: ({ live }: { live: { id: string }[] }) => live.slice(0, 5) as never,
        },
      };
      expect(await noticed(persons, { streams })).toContain(
        'persons: nobody notices a mistyped page token path',
      );
    },
    PATIENT_MS,
  );

  it(
    'the verify URL, of a provider that answers anywhere',
    async () => {
      const bench = await fresh(row({ ...pipedrive, streams: [persons] }));
      bench.control.fault({
        provider: 'pipedrive',
        path: '/v1/usersx/me',
        kind: 'raw',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          success: true,
          data: {
            company_id: 73806,
            company_name: 'Globex',
            email: 'leila.weber@globex.example',
            company_domain: 'globex',
          },
        }),
      });
      expect((await CHECKS.typos_noticed(bench)).join('\n')).toContain(
        'nobody notices a mistyped verify URL',
      );
    },
    PATIENT_MS,
  );

  /** Asks without saying where the list is, and looks for it by itself. */
  function withOwnReading(walk: Stream['full']): Stream['full'] {
    return {
      ...walk,
      read: (from, world) =>
        pages<string>({
          request: ({ page, account, size }) => ({
            url: `https://${account.details.company_domain}.pipedrive.com/api/v2/persons`,
            query: { limit: size, cursor: page ?? undefined },
          }),
          page_size: 5,
          records: '',
          next: byPageToken('none'),
        }).read(from, {
          ...world,
          ask: async (spec) => {
            const all: unknown[] = [];
            for (let cursor: string | null = null; ;) {
              const query = { ...spec.query, cursor: cursor ?? undefined };
              const answer = await world.ask({ ...spec, query });
              all.push(...(at(answer.body, 'data') as unknown[]));
              cursor = text(answer.body, 'additional_data.next_cursor');
              if (cursor === null) return { ...answer, body: all as never };
            }
          },
        }),
    };
  }
});
