import type { Answer, RequestSpec } from '@/lib/connectors/kit/request';
import {
  JobLost,
  type Page,
  type StreamContext,
  type Walk,
  type World,
} from '@/lib/connectors/kit/walks/walk';

export interface JobOf {
  /** Starts an export of everything since the bookmark; all on a full pass. */
  create: (at: StreamContext & { since: string | null }) => RequestSpec;
  /** Id of the job in the answer; null: it says none, and nothing was started. */
  job: (answer: Answer) => string | null;
  poll: (job: string, context: StreamContext) => RequestSpec;
  /** Where the job stands. A sentence says why it failed. */
  state: (answer: Answer) => 'wait' | 'ready' | { failed: string };
  /** Between two questions whether it is ready. */
  every_ms: number;
  /** Longer than this no job takes: it is begun anew. */
  most_minutes: number;
  results: (job: string, locator: string | null, context: StreamContext) => RequestSpec;
  format: 'csv' | 'ndjson';
  /** The next part of the results, from the headers of this one; null at the end. */
  locator: (headers: Readonly<Record<string, string>>) => string | null;
}

type Place = {
  job: string;
  locator: string | null;
  /** Rows of the part under way that were read. */
  row: number;
};

/**
 * An export as a job: create, poll, download. The job is in the first position, so that a crash
 * never starts it twice; its rows arrive as a stream, in constant memory, and are handed out in
 * pieces. Throws JobLost when the provider gives it up or does not end it.
 */
export function job(of: JobOf): Walk {
  return { read: (from, world) => readJob(of, from as Place | null, world) };
}

async function* readJob(of: JobOf, from: Place | null, world: World): AsyncGenerator<Page> {
  let place = from;
  if (!place) {
    place = { job: await create(of, world), locator: null, row: 0 };
    yield { items: [], position: place };
  }
  await untilReady(of, place.job, world);
  for (;;) {
    const part = await world.rows(of.results(place.job, place.locator, world.context), of.format);
    const next = of.locator(part.headers);
    let row = 0;
    for await (const items of part.rows) {
      const read = Math.max(place.row - row, 0);
      row += items.length;
      if (row <= place.row) continue;
      place = { ...place, row };
      yield { items: items.slice(read), position: place };
    }
    if (next === null) {
      yield { items: [], position: null };
      return;
    }
    place = { job: place.job, locator: next, row: 0 };
    yield { items: [], position: place };
  }
}

async function create(of: JobOf, world: World): Promise<string> {
  const answer = await world.ask(of.create({ ...world.context, since: world.since }));
  const id = of.job(answer);
  if (id === null) throw new JobLost('The provider did not say which export it started.');
  return id;
}

async function untilReady(of: JobOf, id: string, world: World): Promise<void> {
  const most = Math.ceil((of.most_minutes * 60_000) / of.every_ms);
  for (let asked = 0; asked < most; asked++) {
    const state = of.state(await world.ask(of.poll(id, world.context)));
    if (state === 'ready') return;
    if (state !== 'wait') throw new JobLost(`The provider gave the export up: ${state.failed}`);
    await world.sleep(of.every_ms);
  }
  throw new JobLost(`The provider did not end the export within ${of.most_minutes} minutes.`);
}
