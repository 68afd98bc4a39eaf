import type { AnyStream } from '@/lib/connectors/kit';
import type { Checkpoint, Pass, Phase } from '@/lib/sync/checkpoint';

/**
 * Pure: which pass a stream makes now. Goes on with the one under way unless a full sync was asked
 * for since.
 */
export function planPass(
  stream: AnyStream,
  checkpoint: Checkpoint,
  run: { id: string; sync_type: 'incremental' | 'full' },
  now: Date,
  first_load: boolean,
): Pass {
  const wantsFull = run.sync_type === 'full';
  const { pass, cursor } = checkpoint;
  if (pass && (!wantsFull || (pass.mode === 'full' && pass.run_id === run.id))) return pass;

  const mode =
    wantsFull || !stream.incremental || !cursor || sweepIsDue(stream, cursor.full_at, now)
      ? 'full'
      : 'incremental';
  return {
    mode,
    phase: 'main',
    page: null,
    since: mode === 'incremental' ? lowerBound(stream, cursor!.since) : null,
    until: now.toISOString(),
    first: null,
    generation: mode === 'full' ? checkpoint.generation + 1 : checkpoint.generation,
    run_id: run.id,
    pages: 0,
    records: 0,
    first_load,
  };
}

/** The phases of a pass, in order. */
export function phasesOf(
  stream: AnyStream,
  pass: Pick<Pass, 'mode' | 'first_load' | 'incomplete'>,
): Phase[] {
  const phases: Phase[] = ['main'];
  // On a first load there is nothing that could have been deleted or changed.
  if (stream.deletions.by === 'listing' && !pass.first_load) phases.push('deletions');
  if (stream.recheck && !pass.first_load) phases.push('recheck');
  if (stream.deletions.by === 'sweep' && pass.mode === 'full' && !pass.incomplete)
    phases.push('sweep');
  return phases;
}

/** What comes after the phase the pass is in. */
export function phaseAfter(
  stream: AnyStream,
  pass: Pick<Pass, 'mode' | 'first_load' | 'incomplete' | 'phase'>,
): Phase | undefined {
  const phases = phasesOf(stream, pass);
  return phases[phases.indexOf(pass.phase) + 1];
}

/** Whether this pass notes which records it met. */
export const notesSightings = (stream: AnyStream, pass: Pick<Pass, 'mode'>): boolean =>
  stream.deletions.by === 'sweep' && pass.mode === 'full';

/** The bookmark a complete pass leaves. */
export function bookmarkAfter(
  stream: AnyStream,
  pass: Pass,
  before: Checkpoint['cursor'],
): { since: string; full_at: string | null } {
  const byFirstPage = stream.incremental?.cursor.by === 'first_page';
  return {
    since: byFirstPage ? (pass.first ?? before?.since ?? '') : pass.until,
    full_at: pass.mode === 'full' && !pass.incomplete ? pass.until : (before?.full_at ?? null),
  };
}

function lowerBound(stream: AnyStream, since: string): string | null {
  const cursor = stream.incremental!.cursor;
  if (cursor.by === 'first_page') return since === '' ? null : since;
  return new Date(Date.parse(since) - cursor.overlap_seconds * 1000).toISOString();
}

function sweepIsDue(stream: AnyStream, full_at: string | null, now: Date): boolean {
  return (
    stream.deletions.by === 'sweep' &&
    (full_at === null ||
      now.getTime() - Date.parse(full_at) >= stream.deletions.every_hours * 3_600_000)
  );
}
