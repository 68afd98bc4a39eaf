import type { Join } from '@/lib/connectors/kit/join';
import type { RequestSpec, Answer } from '@/lib/connectors/kit/request';
import { text } from '@/lib/connectors/kit/path';
import type { Canonical } from '@/lib/connectors/kit/canonical';
import type { EmptyAnswer, StreamContext, Walk } from '@/lib/connectors/kit/walks/walk';
import type { Entity, Json } from '@/lib/contract/common';

/**
 * Where the next pass starts. A bookmark moves only when every page of a pass was judged good, and
 * never past what the provider proved.
 */
export type Bookmark =
  /**
   * By the provider's clock: the newest change time seen, or its `Date` when the pass began,
   * whichever is earlier. The next pass asks from there less the overlap, which covers an index
   * that lags behind and writes that become visible late. `form`: how a record writes the time, ISO
   * 8601 unless said.
   */
  | {
      by: 'time';
      changed_at: string;
      form?: 'epoch_seconds' | 'epoch_ms';
      overlap_seconds: number;
    }
  /** A value on the first page (newest-first listings). */
  | { by: 'first_page'; path: string }
  /** A value on the last page (delta links). */
  | { by: 'last_page'; path: string }
  /**
   * Read before the walk, so that what changes during it is read again (a history id). `list`: where
   * it is read from a list, the path of that; while it is empty there is no bookmark, and every pass
   * is a full one.
   */
  | {
      by: 'probe';
      request: (context: StreamContext) => RequestSpec;
      path: string;
      list?: string;
    };

/** How deletions at the provider become tombstones between full passes. */
export type Deletions =
  /**
   * A listing of deleted records, read on every pass. `remembers_days`: how long the provider lists
   * one; a bookmark older than that means a full pass.
   */
  | { by: 'listing'; walk: Walk; id?: string; remembers_days?: number }
  /** The record itself says so. */
  | { by: 'flag'; deleted: (record: Json) => boolean }
  /** The incremental walk names them itself (`gone`). */
  | { by: 'changes' }
  /** Only a complete full pass finds out. */
  | { by: 'full_pass' }
  /** Not even a full pass proves that what it did not meet is gone. */
  | { by: 'none'; why: string };

/**
 * Re-reads known records by id: for numbers that change without a change time. Ids that do not come
 * back are gone only when the provider names them.
 */
export interface Recheck {
  /** Most recently created records, up to this many per pass. */
  newest: number;
  batch: number;
  request: (ids: readonly string[], context: StreamContext) => RequestSpec;
  records: string;
  /** Where the provider leaves an empty list out: what proves it. */
  empty_when?: EmptyAnswer;
  /** As its walk has them, so that a record read again is the same record. */
  joins?: readonly Join[];
  /** Ids the provider names as gone. Only these are tombstoned. */
  gone: (answer: Answer) => string[];
}

/**
 * One record by its id, for events that name it. What the read finds gone becomes a tombstone: so
 * does what the provider answers with the verdict `gone`.
 */
export interface One {
  /**
   * `place`: where the event says it is, for a provider that finds no record by its id alone. Null:
   * it cannot be asked for there.
   */
  request: (id: string, context: StreamContext, place: string) => RequestSpec | null;
  /** The record in the answer; null: the provider says that there is none. */
  record: (answer: Answer) => Json | null;
}

/** When a record changed, by its provider, epoch milliseconds; null where it does not say. */
export function changeTime(
  record: Json,
  { changed_at, form }: Extract<Bookmark, { by: 'time' }>,
): number | null {
  const said = text(record, changed_at) ?? '';
  const ms = form ? Number(said || Number.NaN) * UNIT_MS[form] : Date.parse(said);
  return Number.isFinite(new Date(ms).getTime()) ? ms : null;
}

const UNIT_MS = { epoch_seconds: 1_000, epoch_ms: 1 };

/** A week: how long something that the incremental passes miss may stay missed. */
export const FULL_EVERY_HOURS = 7 * 24;

export interface Incremental {
  walk: Walk;
  bookmark: Bookmark;
  /**
   * What the provider can be asked for: what changed (unless said), or only what is new. Then a
   * full pass finds what changed of older records, and that is not counted as missed.
   */
  sees?: 'changes' | 'new';
}

export interface Stream {
  name: string;
  /** What a person calls it: "Contacts". */
  label: string;
  entity: Entity;
  description: string;
  /** Path of the record's id. */
  id: string;
  full: Walk;
  /** Absent: every pass is a full pass. */
  incremental?: Incremental;
  /**
   * A complete full pass reconciles with the provider: what it did not meet is gone, whatever else
   * is declared here, unless `none`.
   */
  deletions: Deletions;
  /**
   * The first load may begin at a time a person chose. `changes`: by the incremental walk, asked for
   * what changed since; a later full pass reads all and leaves the older out. `listing`: the full
   * walk asks for nothing older itself (`context.from`).
   */
  backfill?: 'changes' | 'listing';
  /** How often a full pass is made although increments work, spread over the connections. */
  full_every_hours?: number;
  recheck?: Recheck;
  one?: One;
  /**
   * Turns one item into the record to store; null drops it. Throwing quarantines the item with the
   * message.
   */
  transform?: (item: Json, context: StreamContext) => Json | null;
  /** The record in the words of its entity, stored beside it. */
  canonical?: Canonical;
  /** Ids of records that were merged into this one: they become tombstones that point here. */
  merged?: (record: Json) => readonly string[];
  /** Scopes without which the stream is skipped, not failed. */
  scopes?: readonly string[];
}

/** The streams whose records this one is read through. */
export const parentsOf = ({ full, incremental }: Stream): string[] => [
  ...new Set([...(full.parents ?? []), ...(incremental?.walk.parents ?? [])]),
];

type Presumed = 'label' | 'entity' | 'id' | 'incremental' | 'deletions' | 'canonical';

/** `walk`: the full one when absent, which then asks by `since`. */
export type IncrementalSpec = Omit<Incremental, 'walk'> & { walk?: Walk };

type TimeForm = Extract<Bookmark, { by: 'time' }>['form'];

/** How long something is, in one unit or several. */
type Span = { days?: number; hours?: number; minutes?: number };

const secondsIn = ({ days = 0, hours = 0, minutes = 0 }: Span): number =>
  ((days * 24 + hours) * 60 + minutes) * 60;

/** By what changed since a time, which is at the path. The overlap covers an index that lags. */
export const changedSince = (
  changed_at: string,
  overlap: Span,
  form?: TimeForm,
): IncrementalSpec => ({
  bookmark: { by: 'time', changed_at, form, overlap_seconds: secondsIn(overlap) },
});

/**
 * By what is new since a time, where nothing can be asked for what changed. The overlap is as long as
 * records go on changing.
 */
export const newSince = (began_at: string, overlap: Span, form?: TimeForm): IncrementalSpec => ({
  ...changedSince(began_at, overlap, form),
  sees: 'new',
});

/** The entity is that of the mapping where there is one. */
type Meaning =
  { entity: Entity; canonical?: Canonical } | { entity?: Entity; canonical: Canonical };

/** A stream as it is declared: what is usual need not be said. */
export type StreamSpec = Meaning &
  Omit<Stream, Presumed> & {
    /** The name in words when absent: "team_members" is "Team members". */
    label?: string;
    /** `id` when absent. */
    id?: string;
    incremental?: IncrementalSpec;
    /** By full passes when absent, which always works and is the slowest. */
    deletions?: Deletions;
  };

/**
 * Declares a stream; answers it complete. The type is the check; `checkConnector` adds what types
 * cannot say.
 */
export function defineStream(spec: StreamSpec): Stream {
  return {
    label: inWords(spec.name),
    id: 'id',
    deletions: { by: 'full_pass' },
    ...spec,
    entity: spec.entity ?? spec.canonical!.entity,
    incremental: spec.incremental && {
      ...spec.incremental,
      walk: spec.incremental.walk ?? spec.full,
    },
  };
}

const inWords = (name: string): string =>
  `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;
