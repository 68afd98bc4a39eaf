import { findConnector } from '@/lib/catalog/service';
import type { Connector, RequestSpec, Stream, Walk } from '@/lib/connectors/kit';
import { withStreams } from '@/lib/connectors/testing/change';
import type { Bench } from '@/lib/connectors/testing/acceptance/bench';
import { accountNamed } from '@/lib/connectors/testing/acceptance/credentials';
import { fullRead } from '@/lib/connectors/testing/acceptance/reading';
import { withWalks } from '@/lib/connectors/testing/acceptance/small-pages';

/**
 * The connector is mistyped in the places where it once went unnoticed, and the pack has to say so.
 * Answers the mistakes it did not see.
 */
export async function typosNoticed(bench: Bench): Promise<string[]> {
  return [
    ...(await unseenBy(bench, 'records path', mistypedRecords)),
    ...(await unseenBy(bench, 'id path', (stream) => ({ ...stream, id: `${stream.id}x` }))),
    ...(await unseenBy(bench, 'page token path', mistypedPageToken, (await paged(bench)).has)),
    ...(await unseenBy(bench, 'bookmark path', mistypedBookmark, ({ incremental }) =>
      ['time', 'first_page', 'last_page'].includes(incremental?.bookmark.by ?? ''),
    )),
    ...(await unseenVerifyUrl(bench)),
  ];
}

/** The streams of which the full read said nothing, although every one of them is mistyped. */
async function unseenBy(
  bench: Bench,
  typo: string,
  change: (stream: Stream) => Stream,
  concerns: (stream: Stream) => boolean = () => true,
): Promise<string[]> {
  const faults = await fullRead({ ...bench, connector: withStreams(bench.connector, change) });
  return bench.connector.streams
    .filter(
      (stream) => concerns(stream) && !faults.some((one) => one.startsWith(`${stream.name}:`)),
    )
    .map(({ name }) => `${name}: nobody notices a mistyped ${typo}`);
}

/** The list is looked for where it is not. */
const mistypedRecords = (stream: Stream): Stream =>
  withWalks(stream, (walk): Walk => ({
    ...walk,
    read: (from, world) =>
      walk.read(from, {
        ...world,
        ask: async (spec, shape) => {
          if (!shape) return world.ask(spec);
          const answer = await world.ask(spec, { ...shape, list: `${shape.list}x` });
          return { ...answer, body: null };
        },
      }),
  }));

/** The page token is looked for where it is not: every walk ends with its first page. */
const mistypedPageToken = (stream: Stream): Stream =>
  withWalks(stream, (walk): Walk => ({
    ...walk,
    read: async function* (from, world) {
      for await (const page of walk.read(from, world)) {
        yield { ...page, position: null };
        return;
      }
    },
  }));

function mistypedBookmark(stream: Stream): Stream {
  const { incremental } = stream;
  if (!incremental) return stream;
  const { bookmark } = incremental;
  if (bookmark.by === 'time')
    return {
      ...stream,
      incremental: {
        ...incremental,
        bookmark: { ...bookmark, changed_at: `${bookmark.changed_at}x` },
      },
    };
  return {
    ...stream,
    incremental: { ...incremental, bookmark: { ...bookmark, path: `${bookmark.path}x` } },
  };
}

/** The streams whose full walk has more than one page. */
export async function paged(bench: Bench): Promise<{ has: (stream: Stream) => boolean }> {
  const pages = new Map<string, number>();
  const counting = withStreams(bench.connector, (stream) => ({
    ...stream,
    full: {
      ...stream.full,
      read: async function* (from, world) {
        for await (const page of stream.full.read(from, world)) {
          pages.set(stream.name, (pages.get(stream.name) ?? 0) + 1);
          yield page;
        }
      },
    },
  }));
  await fullRead({ ...bench, connector: counting });
  return { has: ({ name }) => (pages.get(name) ?? 0) > 1 };
}

/** The account is asked for where the provider has nothing. */
async function unseenVerifyUrl(bench: Bench): Promise<string[]> {
  // The service takes the connector from the catalog: the mistake is made in that one.
  const known = findConnector(bench.row.connector.type)!;
  const good = known.auth;
  try {
    known.auth = mistypedVerify(good);
    const faults = await accountNamed(bench);
    return faults.length > 0 ? [] : ['nobody notices a mistyped verify URL'];
  } finally {
    known.auth = good;
  }
}

function mistypedVerify(auth: Connector['auth']): Connector['auth'] {
  const mistyped = (spec: RequestSpec): RequestSpec => ({
    ...spec,
    url: elsewhere(spec.url),
    ...(spec.forms
      ? {
          forms: {
            ...spec.forms,
            all: spec.forms.all.map((form) => ({ ...form, spec: mistyped(form.spec) })),
          },
        }
      : {}),
  });
  if (auth.method === 'webhook') return auth;
  if (auth.method === 'handle')
    return { ...auth, resolve: (handle) => mistyped(auth.resolve(handle)) };
  const { account } = auth;
  return {
    ...auth,
    account: { ...account, request: (details) => mistyped(account.request(details)) },
  };
}

/** The same host, and a path with a letter too many before its last piece. */
function elsewhere(address: string): string {
  const url = new URL(address);
  url.pathname = url.pathname.replace(/([^/]+)(\/?[^/]*)$/, '$1x$2');
  return url.href;
}
