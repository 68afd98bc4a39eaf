import { parse as parseCsv } from 'csv-parse/sync';
import {
  Gone,
  hasShape,
  judge,
  NothingHere,
  NotReady,
  refusesForm,
  text,
} from '@/lib/connectors/kit';
import type {
  Answer,
  Connector,
  Judgement,
  Page,
  Parent,
  RequestSpec,
  Stream,
  StreamContext,
  Verdict,
  Walk,
  World,
} from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { createSandbox } from '@/lib/sandbox/sandbox';
import type { Sandbox } from '@/lib/sandbox/sandbox';

/** A moment after the generated history, on no round number. */
export const START = Date.UTC(2026, 10, 20, 9, 17, 3);

export interface Bench {
  sandbox: Sandbox;
  clock: { now: number };
}

/**
 * A sandbox whose clock the test turns; rate limits off, since a test pulls faster than any budget.
 */
export function bench(): Bench {
  const clock = { now: START };
  const sandbox = createSandbox({ now: () => clock.now });
  sandbox.control.limits({ off: true });
  return { sandbox, clock };
}

/** Sends a request as data to the sandbox, as egress would to the provider. */
export async function send(
  sandbox: Sandbox,
  spec: RequestSpec,
  headers: Record<string, string> = {},
): Promise<Answer> {
  if (!spec.forms) return sendOne(sandbox, spec, headers);
  let answer: Answer | null = null;
  for (const form of spec.forms.all) {
    answer = await sendOne(sandbox, form.spec, headers);
    if (!refusesForm(answer, spec.forms, new URL(form.spec.url).pathname)) break;
  }
  return answer!;
}

async function sendOne(
  sandbox: Sandbox,
  spec: RequestSpec,
  headers: Record<string, string>,
): Promise<Answer> {
  const url = new URL(spec.url);
  const target = new URL(`http://sandbox/${url.host}${url.pathname}${url.search}`);
  for (const [key, value] of Object.entries(spec.query ?? {}))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) target.searchParams.append(key, String(one));
  const response = await sandbox.fetch(
    new Request(target, {
      method: spec.method ?? 'GET',
      headers: {
        ...headers,
        ...spec.headers,
        ...(spec.json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(spec.json === undefined ? {} : { body: JSON.stringify(spec.json) }),
      ...(spec.form ? { body: new URLSearchParams(spec.form) } : {}),
    }),
  );
  const raw = await response.text();
  const parsed = parse(raw);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: parsed === undefined ? raw : parsed,
    is_json: parsed !== undefined,
  };
}

function parse(raw: string): Json | undefined {
  try {
    return JSON.parse(raw) as Json;
  } catch {
    return undefined;
  }
}

export interface Walked {
  records: Json[];
  ids: string[];
  gone: string[];
  /** How many items are not ready yet. */
  later: number;
  warnings: string[];
  pages: number;
  sizes: number[];
  requests: RequestSpec[];
  answers: Answer[];
  stopped: Judgement | null;
}

/** Sends a request as data, in one of its forms, and answers what came back. */
export type Transport = (spec: RequestSpec, headers: Record<string, string>) => Promise<Answer>;

/** The sandbox as if it were the provider. */
export const toSandbox =
  (sandbox: Sandbox): Transport =>
  (spec, headers) =>
    send(sandbox, spec, headers);

interface WalkOptions {
  context: StreamContext;
  headers: Record<string, string>;
  /** The sandbox when absent. */
  transport?: Transport;
  /** Records of the streams read before, for walks that start from them. */
  known?: Readonly<Record<string, readonly Parent[]>>;
  since?: string | null;
  /** Where to begin; the walk's beginning when absent. */
  from?: Json;
  id?: string;
  between?: (page: number) => void;
  /** Takes the walk up anew after every page, from its position as a checkpoint stores it. */
  cut?: boolean;
}

const MAX_PAGES = 2_000;

/** What a walk may take up by itself, as the engine tells it. */
const TAKEN_UP: Partial<Record<Verdict, new (message: string) => Error>> = {
  empty_page: NothingHere,
  not_ready: NotReady,
  gone: Gone,
};

/** Ends a walk at the first answer that is not a good one. */
class Stopped extends Error {}

/** Follows a walk to its end, or to the first answer that is not a good one. */
export async function walk(
  bench: Bench,
  connector: Connector,
  way: Walk,
  { from: begin = null, id = 'id', between, cut = false, ...options }: WalkOptions,
): Promise<Walked> {
  const done: Walked = {
    records: [],
    ids: [],
    gone: [],
    later: 0,
    warnings: [],
    pages: 0,
    sizes: [],
    requests: [],
    answers: [],
    stopped: null,
  };
  const world = worldOf(bench, connector, options, done);
  try {
    for (let from: Json | null = begin; done.pages < MAX_PAGES;) {
      from = await readFrom(way, from, world, { done, id, between, cut });
      if (from === null) return done;
    }
  } catch (error) {
    if (error instanceof Stopped) return done;
    throw error;
  }
  throw new Error(`More than ${MAX_PAGES} pages: the walk does not end.`);
}

type WorldOptions = Omit<WalkOptions, 'from' | 'id' | 'between' | 'cut'>;

function worldOf(
  bench: Bench,
  connector: Connector,
  { context, headers, since = null, known = {}, transport }: WorldOptions,
  done: Walked,
): World {
  const call = transport ?? toSandbox(bench.sandbox);
  const asked = async (spec: RequestSpec, good: (answer: Answer) => boolean): Promise<Answer> => {
    const answer = await call(spec, headers);
    done.requests.push(spec);
    done.answers.push(answer);
    const path = new URL(spec.url).pathname;
    const judged = good(answer) ? null : judge(answer, connector.errors, bench.clock.now, path);
    if (!judged) return answer;
    const takenUp = TAKEN_UP[judged.verdict];
    if (takenUp) throw new takenUp(judged.message);
    done.stopped = judged;
    throw new Stopped(judged.message);
  };
  return {
    context,
    since,
    isLocal: () => false,
    sleep: async () => undefined,
    ask: async (spec, shape) => {
      const answer = await asked(spec, () => false);
      if (shape && !hasShape(answer, shape))
        throw new Error(`the answer has no list at “${shape.list}”`);
      return answer;
    },
    rows: async (spec, format) => {
      const { headers: said, body } = await asked(spec, ({ status }) => status === 200);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { headers: said, rows: rowsOf(text, format) };
    },
    parents: async function* (stream, after) {
      const all = known[stream];
      if (!all) throw new Error(`the stream ${stream}, which this one starts from, was not read`);
      const ordered = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const parent of ordered)
        if (after === null || parent.id > after.id) yield { ...parent, failed_before: false };
    },
  };
}

async function* rowsOf(text: string, format: 'csv' | 'ndjson'): AsyncGenerator<readonly Json[]> {
  if (format === 'csv') yield parseCsv(text, { columns: true, bom: true }) as Json[];
  else
    yield text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Json);
}

/** Reads on from a position; answers where a walk that was cut goes on, null at its end. */
async function readFrom(
  way: Walk,
  from: Json | null,
  world: World,
  { done, id, between, cut }: Pick<WalkOptions, 'between' | 'cut'> & { done: Walked; id: string },
): Promise<Json | null> {
  for await (const page of way.read(from, world)) {
    note(done, page, id);
    between?.(done.pages);
    if (done.pages >= MAX_PAGES) break;
    if (cut && page.position !== null) return JSON.parse(JSON.stringify(page.position)) as Json;
  }
  return null;
}

function note(done: Walked, page: Page, id: string): void {
  done.pages++;
  done.sizes.push(page.items.length);
  done.records.push(...page.items);
  done.ids.push(...page.items.map((record) => text(record, id) ?? ''));
  done.gone.push(...(page.gone ?? []));
  done.later += page.later?.length ?? 0;
  if (page.warning) done.warnings.push(page.warning);
}

/** Where an incremental pass after this one would start from, as the stream declares it; null: nowhere. */
export function sinceOf({ incremental }: Stream, { records, answers }: Walked): string | null {
  const bookmark = incremental?.bookmark;
  switch (bookmark?.by) {
    case 'time':
      return (
        records
          .flatMap((record) => text(record, bookmark.changed_at) ?? [])
          .sort()
          .at(-1) ?? null
      );
    case 'first_page':
      return text(answers[0]?.body ?? null, bookmark.path);
    case 'last_page':
      return text(answers.at(-1)?.body ?? null, bookmark.path);
    default:
      return null;
  }
}

export const sorted = (ids: readonly string[]): string[] => [...ids].sort();
export const idsOf = (notes: readonly { id: string }[]): string[] => sorted(notes.map((n) => n.id));
