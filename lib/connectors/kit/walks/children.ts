import type { Answer, RequestSpec } from '@/lib/connectors/kit/request';
import { text } from '@/lib/connectors/kit/path';
import { inOrder } from '@/lib/connectors/kit/walks/in-order';
import {
  BrokenPaging,
  listOf,
  NothingHere,
  type At,
  type EmptyAnswer,
  type Page,
  type Parent,
  type ParentPlace,
  type Walk,
  type World,
} from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

export interface ChildrenOf<P extends Json> {
  /** The stream whose records are the parents; it is synced before this one. */
  parents: string;
  /** Which of them have children to read; all when absent. */
  which?: (parent: Json) => boolean;
  request: (parent: Parent, at: At<P>) => RequestSpec;
  records: string;
  /** Where the provider leaves an empty list out: what proves it. */
  empty_when?: EmptyAnswer;
  next: (answer: Answer, at: At<P>, records: readonly Json[]) => P | null;
  /** The record to store, made of parent and item; null drops it. Its id must tell items apart. */
  own: (parent: Parent, item: Json) => Json | null;
  /** Ids of records the answer names as gone (a delta link per parent). */
  gone?: (parent: Parent, answer: Answer) => readonly string[];
  /**
   * The parent's own bookmark after a page, given what it was before; moved when the parent has
   * been read to its end. Absent: each pass reads every parent whole.
   */
  bookmark?: (before: string | null, answer: Answer, records: readonly Json[]) => string | null;
  /**
   * What of a parent's record is another when its children are (the time of the last reply). An
   * incremental pass leaves out parents of which it is what it was when they were last read whole.
   */
  stamp?: (parent: Json) => string | null;
  page_size?: number;
  /** First pages of so many parents are under way at a time. */
  width: number;
}

/** The bookmark of a parent whose children say when they changed: the newest time met. */
export const newest =
  (path: string) =>
  (before: string | null, _: Answer, records: readonly Json[]): string | null =>
    records
      .map((record) => text(record, path))
      .reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), before);

type Place<P extends Json> = {
  /** The last parent that was read to its end. */
  after: ParentPlace | null;
  /** The parent under way, and its next page and bookmark so far. */
  parent: string | null;
  page: P | null;
  mark: string | null;
};

type Step<P extends Json> = { at: At<P>; answer: Answer } | { error: unknown };

/**
 * A listing per parent. First pages of the next parents are under way side by side and are handed
 * out in the order of the parents, so that (parent, page) says where to go on. A parent that fails
 * by itself, pages in a circle too, is named and does not stop the rest; one the provider shows
 * nothing of is passed over.
 */
export function children<P extends Json = string>(of: ChildrenOf<P>): Walk {
  return {
    parents: [of.parents],
    read: (from, world) => readChildren(of, from as Place<P> | null, world),
  };
}

async function* readChildren<P extends Json>(
  of: ChildrenOf<P>,
  from: Place<P> | null,
  world: World,
): AsyncGenerator<Page> {
  let after = from?.after ?? null;
  const ask = async (parent: Parent, page: P | null): Promise<Step<P>> => {
    const since = of.bookmark ? parent.bookmark : world.since;
    const at: At<P> = { ...world.context, page, since, size: of.page_size ?? 0 };
    const shape = { list: of.records, empty_when: of.empty_when };
    try {
      return { at, answer: await world.ask(of.request(parent, at), shape) };
    } catch (error) {
      if (!world.isLocal(error)) throw error;
      return { error };
    }
  };
  const firsts = inOrder(wanted(of, world, after), of.width, async (parent) => ({
    parent,
    begun: from?.parent === parent.id ? from : null,
    step: await ask(parent, from?.parent === parent.id ? from.page : null),
  }));
  for await (const { parent, begun, step: first } of firsts) {
    // Of one that is gone on with: as it was when its first page was asked for.
    let mark = begun ? begun.mark : markBefore(of, parent);
    const seen = new Set<string>();
    for (let step = first; ;) {
      const { id, failed_before } = parent;
      if ('error' in step) {
        after = { id, failed_before };
        yield { ...unread(id, step.error), position: behind(after) };
        break;
      }
      const { answer, at } = step;
      const records = listOf(answer, of.records);
      const next = of.next(answer, at, records);
      if (!of.stamp) mark = of.bookmark ? of.bookmark(mark, answer, records) : null;
      if (next === null) after = { id, failed_before };
      yield {
        items: records.map((item) => of.own(parent, item)).filter((item) => item !== null),
        ...(of.gone ? { gone: of.gone(parent, answer) } : {}),
        answer,
        parent: { id, whole: next === null, bookmark: mark },
        position: next === null ? behind(after) : { after, parent: id, page: next, mark },
      };
      if (next === null) break;
      const key = JSON.stringify(next);
      step = seen.has(key) ? inACircle() : await ask(parent, next);
      seen.add(key);
    }
  }
  yield { items: [], position: null };
}

/** Where to go on when a parent is done with. */
const behind = (after: ParentPlace | null) => ({ after, parent: null, page: null, mark: null });

/**
 * A parent whose children could not be read. That the provider says it has none to show is no
 * failure, and no proof either: what is known of it stays.
 */
const unread = (
  id: string,
  error: unknown,
): Pick<Page, 'items' | 'failed_parent' | 'proves_nothing'> =>
  error instanceof NothingHere
    ? { items: [], proves_nothing: true }
    : { items: [], failed_parent: { id, reason: reasonOf(error) } };

/** Only this parent: what the others have is not in doubt. */
const inACircle = (): { error: unknown } => ({
  error: new BrokenPaging('The provider repeats a page position of this listing.'),
});

async function* wanted<P extends Json>(
  of: ChildrenOf<P>,
  world: World,
  after: ParentPlace | null,
): AsyncGenerator<Parent & ParentPlace> {
  for await (const parent of world.parents(of.parents, after))
    if ((!of.which || of.which(parent.record)) && !isUnchanged(of, world, parent)) yield parent;
}

/** A full pass takes nothing for unchanged: what it does not meet is taken for gone. */
function isUnchanged<P extends Json>(
  { stamp }: ChildrenOf<P>,
  { since }: World,
  { record, bookmark, failed_before }: Parent & ParentPlace,
): boolean {
  return (
    stamp !== undefined &&
    since !== null &&
    !failed_before &&
    bookmark !== null &&
    bookmark === stamp(record)
  );
}

const markBefore = <P extends Json>({ stamp }: ChildrenOf<P>, parent: Parent): string | null =>
  stamp ? stamp(parent.record) : parent.bookmark;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
