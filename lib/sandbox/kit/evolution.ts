import { hash } from '@/lib/sandbox/kit/dice';

/**
 * How records change by themselves. All of it is a function of the clock, so a restart changes
 * nothing.
 */
export interface Evolution {
  /** One of the `busy` oldest-numbered records is changed this often, in turns. */
  update_every_ms: number;
  busy: number;
  /**
   * One record is born this often; it dies when `alive` younger ones exist (null: never) and is
   * listed as deleted while `keep` more come.
   */
  birth_every_ms: number;
  alive: number | null;
  keep: number;
}

/** Everything seeded existed before this instant; births and turns count from it. */
export const EPOCH = Date.UTC(2026, 9, 1);
const TWO_YEARS_MS = 2 * 365 * 86_400_000;
/** Records born since number from here. */
export const BORN = 1_000_000;

/** What a record is without control calls. */
export type Natural = { updated: number; rev: number; deleted: number | null };

/** The oldest records, two years of them, and how they change in turns. */
export function baseOf(
  { evolution, seed }: { evolution: Evolution | null; seed: string },
  size: number,
  n: number,
  turn: number,
) {
  const spread = (n + (hash(`${seed}:b:${n}`) % 1000) / 1000) / (size + 1);
  const created = EPOCH - TWO_YEARS_MS + Math.floor(spread * TWO_YEARS_MS);
  const quiet = created + Math.floor(((hash(`${seed}:u:${n}`) % 1000) / 1000) * (EPOCH - created));
  const untouched: Natural = { updated: quiet, rev: 0, deleted: null };
  if (!evolution || n >= evolution.busy) return { created, natural: untouched };
  const rounds = Math.floor((turn - n) / evolution.busy);
  if (rounds < 0) return { created, natural: untouched };
  const last =
    (rounds * evolution.busy + n) * evolution.update_every_ms +
    (hash(`${seed}:j:${n}:${rounds}`) % 1000);
  return { created, natural: { updated: EPOCH + last, rev: rounds + 1, deleted: null } };
}

/** A record born since the epoch: when, and what the clock has made of it. */
export function bornOf(evolution: Evolution, b: number, at: number) {
  const created = EPOCH + b * evolution.birth_every_ms;
  const dies =
    evolution.alive === null ? Infinity : created + evolution.alive * evolution.birth_every_ms;
  const alive: Natural = { updated: created, rev: 0, deleted: null };
  return { created, natural: dies <= at ? { updated: dies, rev: 1, deleted: dies } : alive };
}
