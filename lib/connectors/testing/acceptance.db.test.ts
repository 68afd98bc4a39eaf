import { describe, expect, it } from 'vitest';
import { BrokenPaging } from '@/lib/connectors/kit';
import type {
  Connector,
  EmptyAnswer,
  ErrorRule,
  Page,
  Stream,
  Verdict,
} from '@/lib/connectors/kit';
import hubspot from '@/lib/connectors/providers/hubspot';
import pipedrive from '@/lib/connectors/providers/pipedrive';
import x from '@/lib/connectors/providers/x';
import { answers } from '@/lib/connectors/testing/answers/pipedrive';
import { CHECKS } from '@/lib/connectors/testing/acceptance';
import { useBench } from '@/lib/connectors/testing/acceptance/bench';
import type { GroupName } from '@/lib/connectors/testing/acceptance/groups';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { withWalks } from '@/lib/connectors/testing/acceptance/small-pages';
import { withRequests, withStreams } from '@/lib/connectors/testing/change';

/** What the pack needs to get as far as the mistake; the real rows stand beside the connectors. */
const ROWS: Record<string, Acceptance> = {
  hubspot: {
    connector: hubspot,
    account: 'globex',
    named: { id: '', label: '' },
    wrong: { credential: 'nobody', told: /./ },
    small_pages: { limit: 20 },
    forbidden: { stream: 'tickets', path: '/crm/*tickets', body: {} },
    answers: [],
    streams: {},
  },
  pipedrive: {
    connector: pipedrive,
    account: 'globex',
    named: { id: '', label: '' },
    wrong: { credential: '0123456789abcdef0123456789abcdef01234567', told: /unauthorized access/ },
    small_pages: { limit: 5 },
    forbidden: { stream: 'activities', path: '/api/v2/activities', body: {} },
    answers,
    streams: {},
  },
  x: {
    connector: x,
    account: 'acme',
    named: { id: '', label: '' },
    wrong: { credential: 'nobody_here', told: /./ },
    small_pages: { max_results: 20 },
    forbidden: { stream: 'posts', path: '/2/users/*/tweets', body: {} },
    answers: [],
    streams: { profile: { fields: ['name'], fixed: 'one record' } },
  },
};

/** Proved by what every answer has. */
const ANYTHING: EmptyAnswer = { body: { unexpected: true }, why: 'this test' };

type Sabotage = (connector: Connector) => Connector;
const everyStream =
  (change: (stream: Stream) => Stream): Sabotage =>
  (connector) =>
    withStreams(connector, change);

/** Every answer of a status means something it does not. */
const judging =
  (status: number, then: Verdict): Sabotage =>
  (connector) => {
    const rule: ErrorRule = { when: { status }, then, message: 'Not so.', source: 'this test' };
    return { ...connector, errors: [rule, ...connector.errors] };
  };

/** A mistake in a connector, and the group of the pack that has to see it. */
const MISTAKES: [GroupName, keyof typeof ROWS, string, Sabotage, RegExp][] = [
  [
    'withheld_scopes',
    'hubspot',
    'does not say which permission a stream needs',
    everyStream((stream) => ({ ...stream, scopes: [] })),
    /tickets is failed, for no reason/,
  ],
  [
    'second_run',
    'pipedrive',
    'stores something that is never the same',
    everyStream((stream) => ({
      ...stream,
      transform: (item) => ({ ...(item as object), read: performance.now() }),
    })),
    /run over unchanged data changed \d+ records/,
  ],
  [
    'changes_arrive',
    'pipedrive',
    'asks for changes since a time that is too late',
    everyStream((stream) =>
      stream.incremental
        ? { ...stream, incremental: { ...stream.incremental, walk: later(stream) } }
        : stream,
    ),
    /persons: \d+ changes did not arrive/,
  ],
  [
    'changes_arrive',
    'pipedrive',
    'takes everything to be deleted by a flag nobody sets',
    everyStream((stream) => ({ ...stream, deletions: { by: 'flag', deleted: () => false } })),
    /persons: after a change 1\d\d of 1\d\d are stored; too many/,
  ],
  [
    'lagging_index',
    'pipedrive',
    'asks for changes since a time that is too late',
    everyStream((stream) =>
      stream.incremental
        ? { ...stream, incremental: { ...stream.incremental, walk: later(stream) } }
        : stream,
    ),
    /persons: \d+ changes did not arrive/,
  ],
  [
    'modes',
    'x',
    'knows only one name of the fields',
    everyStream((stream) =>
      withWalks(stream, (walk) =>
        withRequests(walk, ({ forms, ...spec }) => (forms ? forms.all[1]!.spec : spec)),
      ),
    ),
    /fields new: posts: failed/,
  ],
  [
    'dead_credential',
    'pipedrive',
    'takes a dead key for trouble of the provider',
    judging(401, 'retry'),
    /the connection is error/,
  ],
  [
    'expired_token',
    'hubspot',
    'takes an expired token for a lost grant',
    judging(401, 'needs_reauth'),
    /tickets: failed/,
  ],
  [
    'forbidden_stream',
    'pipedrive',
    'takes a missing permission for the end of the account',
    judging(403, 'config'),
    /activities was refused, .*products.* failed/,
  ],
  [
    'slowed_down',
    'pipedrive',
    'takes a limit for a failure',
    judging(429, 'fail'),
    /429 that names the time as seconds/,
  ],
  [
    'slowed_down',
    'pipedrive',
    'does not look for the time a limit names',
    (connector) => ({
      ...connector,
      errors: [
        {
          when: { status: 429 },
          then: 'rate_limited',
          message: 'Wait.',
          wait: [{ ms: 300_000 }],
          source: 'this test',
        },
      ],
    }),
    /waits 30\d(\.\d+)? s instead of 900|waits 29\d(\.\d+)? s instead of 900/,
  ],
  [
    'provider_trouble',
    'pipedrive',
    'takes trouble of the provider for a lost grant',
    judging(503, 'needs_reauth'),
    /503: the connection is/,
  ],
  [
    'shapeless_answers',
    'pipedrive',
    'takes an answer without its list for an empty one',
    everyStream((stream) =>
      withWalks(stream, (walk) => ({
        ...walk,
        read: (from, world) =>
          walk.read(from, {
            ...world,
            ask: (spec, shape) => world.ask(spec, shape && { ...shape, empty_when: ANYTHING }),
          }),
      })),
    ),
    /persons: an answer without its list was taken for a good one/,
  ],
  [
    'error_answers',
    'pipedrive',
    'takes a missing permission for a question it does not understand',
    judging(403, 'fail'),
    /403 not visible to the owner of the token: the reason is unknown instead of auth/,
  ],
  [
    'error_answers',
    'pipedrive',
    'takes a company that has not paid for trouble that passes',
    judging(402, 'retry'),
    /402 company not paid for: the reason is transient instead of config/,
  ],
  [
    'paging_oddities',
    'pipedrive',
    'takes a page without records for the end',
    everyStream((stream) => withPages(stream, untilEmpty)),
    /persons: behind a page without records 0 of 10\d are stored/,
  ],
  [
    'paging_oddities',
    'pipedrive',
    'takes pages in a circle for a listing that ends',
    everyStream((stream) => withPages(stream, untilBroken)),
    /persons: pages in a circle were taken for a whole listing/,
  ],
  [
    'resumed',
    'pipedrive',
    'begins every walk at its beginning',
    everyStream((stream) =>
      withWalks(stream, (walk) => ({ ...walk, read: (_, world) => walk.read(null, world) })),
    ),
    /pages instead of/,
  ],
];

/** The stream with the pages of its walks changed. */
const withPages = (
  stream: Stream,
  change: (pages: AsyncIterable<Page>) => AsyncIterable<Page>,
): Stream =>
  withWalks(stream, (walk) => ({ ...walk, read: (from, world) => change(walk.read(from, world)) }));

async function* untilEmpty(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const page of pages) {
    const ends = page.items.length === 0;
    yield ends ? { ...page, position: null } : page;
    if (ends) return;
  }
}

async function* untilBroken(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (error) {
    if (!(error instanceof BrokenPaging)) throw error;
    yield { items: [], position: null };
  }
}

function later({ incremental }: Stream): Stream['full'] {
  const { walk } = incremental!;
  const hours = (since: string) => new Date(Date.parse(since) + 5 * 3_600_000).toISOString();
  return {
    ...walk,
    read: (from, world) => walk.read(from, { ...world, since: world.since && hours(world.since) }),
  };
}

describe('the pack reports a connector that', () => {
  const fresh = useBench();
  it.each(MISTAKES.map(([group, type, what, ...rest]) => [what, group, type, ...rest] as const))(
    '%s (%s, %s)',
    async (_, group, type, sabotage, report) => {
      const bench = await fresh(ROWS[type]!);
      const faults = await CHECKS[group]({ ...bench, connector: sabotage(bench.connector) });
      expect(faults.join('\n')).toMatch(report);
    },
    180_000,
  );

  it('does not say what the provider said about a wrong key', async () => {
    const bench = await fresh(ROWS.pipedrive!);
    const { errors } = pipedrive;
    try {
      pipedrive.errors = judging(401, 'needs_reauth')(pipedrive).errors;
      expect(await CHECKS.wrong_credential(bench)).toEqual(['a wrong credential is told: Not so.']);
    } finally {
      pipedrive.errors = errors;
    }
  });
});
