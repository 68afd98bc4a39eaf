import {
  at,
  listOf,
  text,
  type Answer,
  type RequestSpec,
  type Shape,
  type Walk,
} from '@/lib/connectors/kit';
import {
  Connected,
  difference,
  there,
  type Bench,
  type Run,
} from '@/lib/connectors/testing/acceptance/bench';
import { paged } from '@/lib/connectors/testing/acceptance/typos';
import { withStreams } from '@/lib/connectors/testing/change';
import type { Json } from '@/lib/contract/common';

/**
 * What providers do with pages and their documents leave out: one without records in the middle, a
 * record that slides onto the next page, and pages in a circle.
 */
export async function pagingOddities(bench: Bench): Promise<string[]> {
  return [
    ...(await emptyPage(bench)),
    ...(await repeatedRecord(bench)),
    ...(await pagesInACircle(bench)),
  ];
}

/** Changes an answer with its list; `n` counts them within a walk from 1. */
type Change = (list: readonly Json[], n: number) => readonly Json[];

/** The connector with the lists of its full walks changed on their way in. */
const withLists = ({ connector }: Bench, change: (stream: string) => Change) =>
  withStreams(connector, (stream) => ({
    ...stream,
    full: changed(stream.full, change(stream.name)),
  }));

const changed = (walk: Walk, change: Change): Walk => ({
  ...walk,
  read: (from, world) => {
    let n = 0;
    return walk.read(from, {
      ...world,
      ask: async (spec, shape) => {
        const answer = await world.ask(spec, shape);
        return isPage(shape)
          ? withList(answer, shape, change(listOf(answer, shape.list), ++n))
          : answer;
      },
    });
  },
});

const isPage = (shape: Shape | undefined): shape is Shape =>
  shape !== undefined && !shape.of_record;

function withList(answer: Answer, { list }: Shape, records: readonly Json[]): Answer {
  if (!Array.isArray(at(answer.body, list))) return answer;
  const steps = list === '' ? [] : list.split('.');
  const put = (value: Json | undefined, [step, ...rest]: readonly string[]): Json =>
    step === undefined
      ? [...records]
      : { ...(value as Record<string, Json>), [step]: put(at(value, step), rest) };
  return { ...answer, body: put(answer.body, steps) };
}

/** A first page without records is no end while it names a next one. */
async function emptyPage(bench: Bench): Promise<string[]> {
  if (bench.row.ends_empty !== undefined) return [];
  const taken = new Map<string, Set<string>>();
  const { streams } = bench.connector;
  // Without a parent its children are not read: what they lack then is no fault.
  const related = new Set(
    streams.flatMap(({ name, full }) => (full.parents ? [name, ...full.parents] : [])),
  );
  const connector = withLists(bench, (stream) => (list, n) => {
    if (n > 1 || related.has(stream)) return list;
    const { id } = streams.find((one) => one.name === stream)!;
    taken.set(stream, new Set(list.flatMap((item) => text(item, id) ?? [])));
    return [];
  });
  const connected = await Connected.with(bench);
  await connected.work({ connector });
  const faults: string[] = [];
  for (const { name } of streams) {
    const wanted = there(bench, name).filter((id) => !taken.get(name)?.has(id));
    const ids = (await connected.stored(name)).map((record) => record.id);
    const found = difference(ids, wanted);
    if (found !== null) faults.push(`${name}: behind a page without records ${found}`);
  }
  return faults;
}

/** Something new at the top moves everything on: the last record comes again on the next page. */
async function repeatedRecord(bench: Bench): Promise<string[]> {
  // A child belongs to its parent: among children a record comes twice on its own page.
  const ofParents = new Set(
    bench.connector.streams.filter((s) => s.full.parents).map((s) => s.name),
  );
  const connector = withLists(bench, (stream) => {
    let last: Json | undefined;
    return (list) => {
      if (ofParents.has(stream)) return [...list, ...list.slice(-1)];
      const again = last === undefined ? list : [last, ...list, ...list.slice(-1)];
      last = list.at(-1);
      return again;
    };
  });
  const connected = await Connected.with(bench);
  const run = await connected.work({ connector });
  const faults = failedOf(run).map((one) => `records on two pages: ${one}`);
  for (const { name } of bench.connector.streams) {
    const ids = (await connected.stored(name)).map((record) => record.id);
    const found = difference(ids, there(bench, name));
    if (found !== null) faults.push(`${name}: of records on two pages ${found}`);
  }
  return faults;
}

const failedOf = ({ streams, records_failed }: Run): string[] => [
  ...streams.flatMap(({ stream, status, error_message }) =>
    status === 'completed' ? [] : [`${stream} is ${status}, ${error_message ?? ''}`],
  ),
  ...(records_failed > 0 ? [`${records_failed} could not be stored`] : []),
];

/** The connector at a provider whose every listing begins anew instead of going on. */
const circling = ({ connector }: Bench) =>
  withStreams(connector, (stream) => {
    const read: Walk['read'] = (from, world) => {
      const firsts: { spec: RequestSpec; answer: Promise<Answer> }[] = [];
      return stream.full.read(from, {
        ...world,
        ask: (spec, shape) => {
          if (!isPage(shape)) return world.ask(spec, shape);
          const before = firsts.find((one) => !stream.full.parents || goesOn(one.spec, spec));
          if (before) return before.answer;
          const answer = world.ask(spec, shape);
          firsts.push({ spec, answer });
          return answer;
        },
      });
    };
    return { ...stream, full: { ...stream.full, read } };
  });

/** Whether a request is for a later page of a listing: it says what the first one said, and more. */
function goesOn(first: RequestSpec, spec: RequestSpec): boolean {
  const said = ({ url, query, json }: RequestSpec) => {
    const address = new URL(url);
    const all = [...address.searchParams, ...Object.entries({ ...query, ...objectOf(json) })];
    const params = all.flatMap(([name, value]) =>
      value === undefined
        ? []
        : `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
    return { path: address.pathname, params: new Set(params) };
  };
  const [a, b] = [said(first), said(spec)];
  return a.path === b.path && [...a.params].every((param) => b.params.has(param));
}

const objectOf = (json: Json | undefined): Record<string, Json> =>
  json !== null && typeof json === 'object' && !Array.isArray(json) ? json : {};

/** The first page of every listing comes again and again: the run ends, says so, loses nothing. */
async function pagesInACircle(bench: Bench): Promise<string[]> {
  const several = await paged(bench);
  const connected = await Connected.synced(bench);
  const before = await connected.everything();
  const run = await connected.sync({ full: true, connector: circling(bench) });
  const lost = Object.entries(await connected.everything()).flatMap(([stream, ids]) => {
    const found = difference(ids, before[stream]!);
    return found === null ? [] : [`${stream}: by pages in a circle ${found}`];
  });
  const believed = bench.connector.streams.filter(
    (stream) =>
      several.has(stream) &&
      run.streams.some((one) => one.stream === stream.name && one.status === 'completed'),
  );
  return [
    ...lost,
    ...believed.map(({ name }) => `${name}: pages in a circle were taken for a whole listing`),
  ];
}
