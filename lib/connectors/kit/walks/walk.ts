import { bodyMatches } from '@/lib/connectors/kit/errors';
import { at } from '@/lib/connectors/kit/path';
import type { Answer, BodyMatch, RequestSpec } from '@/lib/connectors/kit/request';
import type { Json } from '@/lib/contract/common';

/**
 * How a provider that leaves an empty list out says that there is nothing. An answer that merely
 * lacks the list says nothing: it is a failure, as any other without its shape.
 */
export interface EmptyAnswer {
  /** What only an empty answer holds (`meta.result_count: 0`); never nothing at all. */
  body: BodyMatch;
  /** Why the list is missing then, with the source. */
  why: string;
}

/** What a good answer looks like: without its list it cannot be judged and is a failure. */
export interface Shape {
  /** Path of the list in the body ("data", "" for the body itself). */
  list: string;
  /** Where the provider leaves an empty list out: what proves it. */
  empty_when?: EmptyAnswer;
  /** The list is a part of one record (a transcript's sentences), no page of records. */
  of_record?: boolean;
}

/** Whether an answer holds its list, or the proof that it is an empty one. */
export function hasShape(answer: Answer, { list, empty_when }: Shape): boolean {
  const found = at(answer.body, list) ?? null;
  if (found !== null) return Array.isArray(found);
  return (
    empty_when !== undefined &&
    Object.keys(empty_when.body).length > 0 &&
    bodyMatches(answer.body, empty_when.body)
  );
}

/**
 * Asks the provider. The answer is judged good: paced, retried and refreshed by whoever runs the
 * walk. Rejects with NothingHere, NotReady, Gone or TooLarge, which a walk may take up, or with an
 * error that is not a walk's to handle. May be called side by side.
 */
export type Ask = (spec: RequestSpec, shape?: Shape) => Promise<Answer>;

/** A known record of the parent stream. */
export interface Parent {
  id: string;
  record: Json;
  /** Where the last whole walk over its children ended; null when there was none. */
  bookmark: string | null;
}

/** What a request may depend on beside where the walk stands. */
export interface StreamContext {
  /** Account.id and Account.details of the connection. */
  account: { id: string; details: Record<string, string> };
  config: Record<string, Json>;
  /** Nothing older is wanted, ISO 8601; absent or null: all of it is. For `backfill: 'listing'`. */
  from?: string | null;
}

/** All a walk knows of the world. */
export interface World {
  ask: Ask;
  context: StreamContext;
  /** The bookmark of the last complete pass, overlap taken off; null on a full pass. */
  since: string | null;
  /** Live records of a stream in the order of their ids, after the one given; failed ones first. */
  parents: (stream: string, after: ParentPlace | null) => AsyncIterable<Parent & ParentPlace>;
  /** Whether an error is about what was asked for alone, so that the rest can go on. */
  isLocal: (error: unknown) => boolean;
  sleep: (ms: number) => Promise<void>;
  /** Downloads rows as a stream, in constant memory; judged as `ask` is. */
  rows: (spec: RequestSpec, format: 'csv' | 'ndjson') => Promise<Rows>;
}

/** Rows of a download, in pieces. */
export interface Rows {
  headers: Readonly<Record<string, string>>;
  rows: AsyncIterable<readonly Json[]>;
}

/** Those whose walk failed last time come first, each group in the order of ids. */
export type ParentPlace = {
  failed_before: boolean;
  id: string;
};

/** What one commit may hold. */
export interface Page {
  items: readonly Json[];
  /** Ids the provider names as gone. */
  gone?: readonly string[];
  /** Items whose record is not ready yet: tried again in later runs. */
  later?: readonly Later[];
  /** Where to go on after this page; null at the end of the walk. */
  position: Json | null;
  /** The answer it came from: clock and bookmark are read from it. */
  answer?: Answer;
  /** How many records the whole walk or the rest of it has, by the provider's own count. */
  total?: { records: number; counts: 'all' | 'rest' };
  /** The parent all items belong to, and whether it has been read to its end. */
  parent?: { id: string; whole: boolean; bookmark: string | null };
  /** A parent that could not be read, and why. */
  failed_parent?: { id: string; reason: string };
  /** Something an operator should know: the walk goes on, by another way. */
  warning?: string;
  /** Set when the page is no proof of what there is: what the pass does not meet may exist. */
  proves_nothing?: boolean;
}

/** What stands for a record that is not ready yet. */
export const LATER: unique symbol = Symbol('later');

/** What became of an item: its record, null when it is gone, LATER when it is not ready yet. */
export type Expanded = Json | null | typeof LATER;

export interface Later {
  id: string;
  item: Json;
}

/**
 * A way of reading a provider: an async generator that knows requests and answers, and nothing of
 * databases, budgets or retries. What it yields can be committed as it is; taken up again at a
 * position it yields the rest.
 */
export interface Walk {
  read: (from: Json | null, world: World) => AsyncIterable<Page>;
  /** Fetches one item of an earlier page again that was not ready then. Only for `detail`. */
  again?: (item: Json, world: World) => Promise<Expanded>;
  /** How long something may stay on the work list before it is given up. */
  later_days?: number;
  /** The streams whose records this walk starts from: they are synced before. */
  parents?: readonly string[];
  /** Its records are delivered to us; there is nothing to read. */
  arrives?: true;
}

/** Where a listing stands. Everything in it survives a crash: `page` is stored with the records. */
export interface At<P extends Json = Json> extends StreamContext {
  /** Null: first page. */
  page: P | null;
  since: string | null;
  /** How many records to ask for, when the walk declares a page size. */
  size: number;
}

/** The list of an answer that was judged good. */
export function listOf(answer: Answer, path: string): readonly Json[] {
  const found = at(answer.body, path);
  return Array.isArray(found) ? found : [];
}

// ------------------------------------------------------------------ what `ask` may reject with

/** The provider says that there is nothing to list. No proof that what was there is gone. */
export class NothingHere extends Error {
  override name = 'NothingHere';
}

/** What was asked for will be there later. */
export class NotReady extends Error {
  override name = 'NotReady';
}

/** What was asked for does not exist any more. */
export class Gone extends Error {
  override name = 'Gone';
}

/** The answer is larger than what is read at a time: ask for less. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** The provider does not know the bookmark any more: only a full pass helps. */
export class BookmarkGone extends Error {
  override name = 'BookmarkGone';
}

/** An export the provider gave up, or never ended: it has to be started again. */
export class JobLost extends Error {
  override name = 'JobLost';
}

/** The provider's paging contradicts itself; the walk was stopped. */
export class BrokenPaging extends Error {
  override name = 'BrokenPaging';
}
