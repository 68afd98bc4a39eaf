import { at as valueAt, judge, text } from '@/lib/connectors/kit';
import type {
  Answer,
  Connector,
  Judgement,
  Pull,
  RequestSpec,
  StreamContext,
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
      ...(spec.json !== undefined
        ? { body: JSON.stringify(spec.json) }
        : spec.form
          ? { body: new URLSearchParams(spec.form) }
          : {}),
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

export interface Walk {
  records: Json[];
  ids: string[];
  pages: number;
  sizes: number[];
  requests: RequestSpec[];
  answers: Answer[];
  stopped: Judgement | null;
}

const MAX_PAGES = 2_000;

/** Follows a pull to its end, or to the first answer that is not a good one. */
export async function walk(
  bench: Bench,
  connector: Connector,
  pull: Pull,
  {
    context,
    headers,
    since = null,
    id = 'id',
    between,
  }: {
    context: StreamContext;
    headers: Record<string, string>;
    since?: string | null;
    id?: string;
    between?: (page: number) => void;
  },
): Promise<Walk> {
  const until = new Date(bench.clock.now).toISOString();
  const done: Walk = {
    records: [],
    ids: [],
    pages: 0,
    sizes: [],
    requests: [],
    answers: [],
    stopped: null,
  };
  for (let page: Json | null = null; done.pages < MAX_PAGES;) {
    // Through text, as a checkpoint would be.
    const here = {
      ...context,
      since,
      until,
      page: JSON.parse(JSON.stringify(page)) as Json | null,
    };
    const request = pull.request(here);
    const answer = await send(bench.sandbox, request, headers);
    done.requests.push(request);
    done.answers.push(answer);
    done.stopped = judge(answer, connector.errors, bench.clock.now);
    if (done.stopped) return done;
    const found = valueAt(answer.body, pull.records);
    const records = Array.isArray(found) ? found : [];
    done.pages++;
    done.sizes.push(records.length);
    done.records.push(...records);
    done.ids.push(...records.map((record) => text(record, id) ?? ''));
    between?.(done.pages);
    page = pull.next(answer, here, records);
    if (page === null) return done;
  }
  throw new Error(`More than ${MAX_PAGES} pages: the walk does not end.`);
}

export const sorted = (ids: readonly string[]): string[] => [...ids].sort();
export const idsOf = (notes: readonly { id: string }[]): string[] => sorted(notes.map((n) => n.id));
