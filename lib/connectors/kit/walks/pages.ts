import { createHash } from 'node:crypto';
import type { Answer, RequestSpec } from '@/lib/connectors/kit/request';
import { joined, type Join } from '@/lib/connectors/kit/join';
import { at as valueAt } from '@/lib/connectors/kit/path';
import {
  BrokenPaging,
  listOf,
  NothingHere,
  TooLarge,
  type At,
  type EmptyAnswer,
  type Page,
  type Walk,
  type World,
} from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

export interface PagesOf<P extends Json> {
  request: (at: At<P>) => RequestSpec;
  /** Path of the list in the body ("data", "results", "" for the body itself). */
  records: string;
  /** Where the provider leaves an empty list out: what proves it. */
  empty_when?: EmptyAnswer;
  /**
   * The next page, or null at the end. Decided by the provider's page token, never by the length of
   * a page.
   */
  next: (answer: Answer, at: At<P>, records: readonly Json[]) => P | null;
  /** How many records a page asks for; fewer when an answer is too large to be read. */
  page_size?: number;
  /**
   * Where the provider gives a number of records itself: its path, and whether it counts the whole
   * walk or this page and those after it. Drives the estimate.
   */
  total?: { at: string; counts: 'all' | 'rest' };
  /** Reads ids of deleted records from the same answer (change feeds). */
  gone?: (answer: Answer) => readonly string[];
  /** Which items of the list are records, where a feed mixes them with deletions. */
  only?: (item: Json) => boolean;
  /** What the answer says beside the list and its items name, put into them. */
  joins?: readonly Join[];
  /** What the items stand for, where that is not a record each (entries of a log). */
  unfold?: (items: readonly Json[]) => readonly Json[];
}

/**
 * A listing with page tokens. The next page is asked for before this one is handed out. A page
 * token seen twice stops the walk: it would go round for ever.
 */
export function pages<P extends Json = string>(of: PagesOf<P>): Walk {
  return { read: (from, world) => readPages(of, from as P | null, world) };
}

/**
 * A feed that names what changed and what is gone in one answer (Gmail history, Graph delta). The
 * same walk as `pages`; `gone` is not optional here.
 */
export function changes<P extends Json = string>(
  of: PagesOf<P> & { gone: (answer: Answer) => readonly string[] },
): Walk {
  return pages(of);
}

async function* readPages<P extends Json>(
  of: PagesOf<P>,
  from: P | null,
  world: World,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  const asker = pageAsker(of, world);
  let asked = asker(from);
  try {
    for (;;) {
      const { at, answer } = await asked;
      const records = answer ? listOf(answer, of.records) : [];
      const next = answer ? of.next(answer, at, records) : null;
      const repeats = next !== null && !isNew(seen, next);
      if (next !== null && !repeats) asked = asker(next);
      yield pageOf(of, answer, records, next);
      if (next === null) return;
      if (repeats)
        throw new BrokenPaging(
          'The provider repeats a page position; the walk was stopped so that it does not go round for ever.',
        );
    }
  } finally {
    await asked.catch(() => undefined); // nothing stays under way when the walk is left
  }
}

interface Asked<P extends Json> {
  at: At<P>;
  /** Null: the provider says that there is nothing. */
  answer: Answer | null;
}

/** Asks for pages; an answer that is too large is asked for again in smaller pieces from then on. */
function pageAsker<P extends Json>(of: PagesOf<P>, world: World) {
  let size = of.page_size ?? 0;
  const ask = async (page: P | null): Promise<Asked<P>> => {
    const at: At<P> = { ...world.context, page, since: world.since, size };
    try {
      const shape = { list: of.records, empty_when: of.empty_when };
      return { at, answer: await world.ask(of.request(at), shape) };
    } catch (error) {
      if (error instanceof TooLarge && size > 1) {
        size = Math.ceil(size / 4);
        return ask(page);
      }
      if (!(error instanceof NothingHere)) throw error;
      // The provider gave this page's position itself: it cannot mean that there is nothing.
      if (page !== null)
        throw new BrokenPaging(
          'The provider answered a page in the middle as if there were nothing. ' +
            'What is known stays, and the page is read again.',
        );
      return { at, answer: null };
    }
  };
  return (page: P | null): Promise<Asked<P>> => {
    const one = ask(page);
    one.catch(() => undefined); // thrown where it is awaited
    return one;
  };
}

function pageOf<P extends Json>(
  of: PagesOf<P>,
  answer: Answer | null,
  records: readonly Json[],
  next: P | null,
): Page {
  if (!answer) return { items: [], position: null, proves_nothing: true };
  const counted = of.total && valueAt(answer.body, of.total.at);
  const wanted = of.only ? records.filter(of.only) : records;
  const items = joined(answer.body, wanted, of.joins);
  return {
    items: of.unfold ? of.unfold(items) : items,
    position: next,
    answer,
    ...(of.gone ? { gone: of.gone(answer) } : {}),
    ...(of.total && typeof counted === 'number' && Number.isFinite(counted) && counted > 0
      ? { total: { records: Math.trunc(counted), counts: of.total.counts } }
      : {}),
  };
}

/** False: this page position was met before in the walk. */
function isNew(seen: Set<string>, page: Json): boolean {
  const key = createHash('sha1').update(JSON.stringify(page)).digest('base64');
  return seen.size < seen.add(key).size;
}
