import { createHash } from 'node:crypto';
import { FULL_EVERY_HOURS, type Stream } from '@/lib/connectors/kit';
import {
  PASS_VERSION,
  type Checkpoint,
  type Pass,
  type Phase,
  type StoredBookmark,
} from '@/lib/sync/checkpoint';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface PlanRun {
  id: string;
  connection_id: string;
  sync_type: 'incremental' | 'full';
}

export interface PlanOptions {
  /** Nothing of the stream is stored yet. */
  first_load: boolean;
  /** The provider does not know the bookmark any more. */
  force_full?: boolean;
  /** How far back a person wants the stream, ISO 8601; null: all of it. */
  backfill_from?: string | null;
}

/**
 * Pure: which pass a stream makes now. Goes on with the one under way unless a full sync was asked
 * for since.
 */
export function planPass(
  stream: Stream,
  checkpoint: Checkpoint,
  run: PlanRun,
  { first_load, force_full = false, backfill_from = null }: PlanOptions,
): Pass {
  const wantsFull = force_full || run.sync_type === 'full';
  const { pass, bookmark, now } = checkpoint;
  if (pass && (!wantsFull || (pass.mode === 'full' && pass.run_id === run.id))) return pass;

  const since = lowerBound(stream, bookmark);
  const from = beginsAt(stream, checkpoint, backfill_from);
  const wider = bookmark !== null && isBefore(from, bookmark.from ?? null);
  const full =
    wantsFull ||
    since === null ||
    wider ||
    fullIsDue(stream, bookmark!, run.connection_id, now.getTime());
  return {
    version: PASS_VERSION,
    mode: full ? 'full' : 'incremental',
    phase: 'main',
    position: null,
    since: full ? sinceOfFull(stream, from, first_load) : since,
    ...(full && from !== null ? { from } : {}),
    first: null,
    last: null,
    provider_began_at: null,
    newest: null,
    missed_before: full && !wider && stream.incremental?.bookmark.by === 'time' ? since : null,
    generation: checkpoint.generation + (full ? 1 : 0),
    run_id: run.id,
    began_at: now.toISOString(),
    pages: 0,
    records: 0,
    first_load,
  };
}

type PassKind = Pick<Pass, 'mode' | 'since' | 'first_load' | 'incomplete'>;

/** The phases of a pass, in order. */
export function phasesOf(stream: Stream, pass: PassKind): Phase[] {
  const phases: Phase[] = ['main'];
  if (walkOf(stream, pass).again) phases.push('later');
  // On a first load there is nothing that could have been deleted or changed.
  if (stream.deletions.by === 'listing' && !pass.first_load) phases.push('deletions');
  if (stream.recheck && !pass.first_load) phases.push('recheck');
  if (notesSeen(stream, pass) && !pass.incomplete) phases.push('sweep');
  return phases;
}

/** The walk of the main phase: that of the increments wherever it is asked for what changed since. */
export const walkOf = (stream: Stream, { since }: Pick<Pass, 'since'>) =>
  since !== null && stream.incremental ? stream.incremental.walk : stream.full;

/** What comes after the phase the pass is in. */
export function phaseAfter(
  stream: Stream,
  pass: PassKind & Pick<Pass, 'phase'>,
): Phase | undefined {
  const phases = phasesOf(stream, pass);
  return phases[phases.indexOf(pass.phase) + 1];
}

/**
 * Whether this pass notes which records it has seen, so that it can reconcile: every full pass that
 * is not the first, unless not even that proves anything.
 */
export const notesSeen = (stream: Stream, pass: Pick<Pass, 'mode' | 'first_load'>): boolean =>
  stream.deletions.by !== 'none' && pass.mode === 'full' && !pass.first_load;

/**
 * Pure: the bookmark a complete pass leaves. It never goes back, and never past what the provider
 * proved: a pass that met nothing proves nothing, because an index may lag behind.
 */
export function bookmarkAfter(
  stream: Stream,
  pass: Pass,
  before: StoredBookmark | null,
): StoredBookmark {
  const full_at =
    pass.mode === 'full' && !pass.incomplete ? pass.began_at : (before?.full_at ?? null);
  const was = before?.since ? before.since : null;
  const from = pass.mode === 'full' && !pass.incomplete ? pass.from : before?.from;
  const read = { full_at, ...(from ? { from } : {}) };
  switch (stream.incremental?.bookmark.by) {
    case undefined:
      return { since: null, ...read };
    case 'time':
      return { since: later(was, pass.newest), ...read };
    case 'first_page':
      return { since: pass.first ?? was, ...read };
    case 'probe':
      // A full pass is no increment of the bookmark it replaces, known or forgotten.
      return { since: pass.first ?? (pass.mode === 'full' ? null : was), ...read };
    case 'last_page':
      return { since: pass.last ?? was, ...read };
  }
}

const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;

/** Where an incremental pass starts from; null when only a full pass will do. */
function lowerBound(stream: Stream, bookmark: StoredBookmark | null): string | null {
  const by = stream.incremental?.bookmark;
  if (!by || !bookmark?.since) return null;
  if (by.by !== 'time') return bookmark.since;
  return new Date(Date.parse(bookmark.since) - by.overlap_seconds * 1000).toISOString();
}

/**
 * How far back a full pass reads. What was read once stays: the range of a stream only gets wider,
 * or a full pass would take what is older for gone.
 */
function beginsAt(
  { backfill }: Stream,
  { pass, bookmark }: Checkpoint,
  wanted: string | null,
): string | null {
  if (!backfill) return null;
  const before = pass?.mode === 'full' ? pass : bookmark;
  if (!before) return wanted;
  const read = before.from ?? null;
  return isBefore(wanted, read) ? wanted : read;
}

/** Null is before everything. */
const isBefore = (a: string | null, b: string | null): boolean =>
  b !== null && (a === null || Date.parse(a) < Date.parse(b));

/**
 * A first load by changes asks for what changed since. Later full passes prove what is gone, which
 * the answer to such a question does not: an index may lag behind.
 */
const sinceOfFull = ({ backfill }: Stream, from: string | null, first_load: boolean) =>
  backfill === 'changes' && first_load ? from : null;

/**
 * Whether a full pass is due although increments would do: the declared period is over, counted in
 * slots that each connection has of its own, or the provider has forgotten deletions since.
 */
function fullIsDue(
  stream: Stream,
  { full_at, since }: StoredBookmark,
  connection_id: string,
  now_ms: number,
): boolean {
  if (full_at === null) return true;
  const { deletions } = stream;
  if (deletions.by === 'listing' && deletions.remembers_days !== undefined) {
    const asked_from = stream.incremental?.bookmark.by === 'time' ? since : full_at;
    if (now_ms - Date.parse(asked_from!) >= deletions.remembers_days * DAY_MS) return true;
  }
  const period_ms = (stream.full_every_hours ?? FULL_EVERY_HOURS) * HOUR_MS;
  const offset_ms = hashOf(connection_id) % period_ms;
  const slot = (at_ms: number) => Math.floor((at_ms - offset_ms) / period_ms);
  return slot(now_ms) > slot(Date.parse(full_at));
}

const hashOf = (id: string): number => createHash('sha1').update(id).digest().readUInt32BE(0);
