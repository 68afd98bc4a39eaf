import { hash } from '@/lib/sandbox/kit/dice';

/**
 * A record's outline. Its content follows from the account, `id` and `rev`; it is replaced, never
 * changed in place.
 */
export interface Item {
  id: string;
  /** Place in the collection's order; unique. */
  n: number;
  rev: number;
  created: number;
  updated: number;
  deleted: number | null;
  /** Serialised and encoded once per form asked for. */
  kept: { form: string; bytes: Buffer } | null;
}

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

export interface CollectionOptions {
  seed: string;
  size: number;
  id: (n: number, created: number) => string;
  now: () => number;
  /** Null: nothing changes unless told to. */
  evolution: Evolution | null;
}

export interface Change {
  create?: number;
  update?: number;
  delete?: number;
  ids?: readonly string[];
  /** Deleted records that come back. */ restore?: readonly string[];
}

export interface Collection {
  /** In order of n. */
  live: () => readonly Item[];
  deleted: () => readonly Item[];
  get: (id: string) => Item | undefined;
  /** Rises whenever anything changed. */
  version: () => number;
  /**
   * Changes records now. `update` takes the first live ones, `delete` the last ones; `ids` names
   * them instead (with `delete: 1` or more they are deleted, else updated). Answers the ids
   * touched.
   */
  mutate: (change: Change) => { created: string[]; updated: string[]; deleted: string[] };
}

/** Everything seeded existed before this instant; births and turns count from it. */
export const EPOCH = Date.UTC(2026, 9, 1);
const TWO_YEARS_MS = 2 * 365 * 86_400_000;
/** Born records number from here, forced ones from FORCED: ids never meet. */
const BORN = 1_000_000;
const FORCED = 50_000_000;

/** First place after n. */
export function placeAfter(items: readonly Item[], n: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (items[middle]!.n <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function createCollection(options: CollectionOptions): Collection {
  const { evolution, now, seed } = options;
  const size = Math.max(0, options.size - (evolution?.alive ?? 0));
  const forced = new Map<number, { rev: number; updated: number; deleted: number | null }>();
  const made: number[] = [];
  const known = new Map<number, Item>();
  let live: Item[] = [];
  let deleted: Item[] = [];
  let byId: Map<string, Item> | null = null;
  let version = 0;
  let ticks = '';
  let dirty = true;

  function put(
    n: number,
    created: number,
    natural: { updated: number; rev: number; deleted: number | null },
  ) {
    const f = forced.get(n);
    const updated = Math.max(natural.updated, f?.updated ?? 0);
    const rev = natural.rev + (f?.rev ?? 0);
    const gone = f?.deleted ?? natural.deleted;
    let item = known.get(n);
    if (!item || item.updated !== updated || item.rev !== rev || item.deleted !== gone)
      known.set(
        n,
        (item = {
          id: options.id(n, created),
          n,
          rev,
          created,
          updated,
          deleted: gone,
          kept: null,
        }),
      );
    (gone === null ? live : deleted).push(item);
  }

  function base(n: number, turn: number) {
    const created =
      EPOCH -
      TWO_YEARS_MS +
      Math.floor(((n + (hash(`${seed}:b:${n}`) % 1000) / 1000) / (size + 1)) * TWO_YEARS_MS);
    const quiet =
      created + Math.floor(((hash(`${seed}:u:${n}`) % 1000) / 1000) * (EPOCH - created));
    if (!evolution || n >= evolution.busy)
      return put(n, created, { updated: quiet, rev: 0, deleted: null });
    const rounds = Math.floor((turn - n) / evolution.busy);
    const last =
      (rounds * evolution.busy + n) * evolution.update_every_ms +
      (hash(`${seed}:j:${n}:${rounds}`) % 1000);
    put(
      n,
      created,
      rounds < 0
        ? { updated: quiet, rev: 0, deleted: null }
        : { updated: EPOCH + last, rev: rounds + 1, deleted: null },
    );
  }

  function settle() {
    const at = now();
    // Turns carry up to a second of jitter; they count once all of it is past.
    const turn = evolution ? Math.floor((at - EPOCH - 1000) / evolution.update_every_ms) : 0;
    const births =
      evolution && evolution.alive !== 0 ? Math.floor((at - EPOCH) / evolution.birth_every_ms) : -1;
    if (!dirty && ticks === `${turn}:${births}`) return;
    ticks = `${turn}:${births}`;
    dirty = false;
    live = [];
    deleted = [];
    byId = null;
    version++;
    for (let n = 0; n < size; n++) base(n, turn);
    if (evolution) {
      // Those "born" before the epoch keep the count whole in its first days.
      for (
        let b = evolution.alive === null ? 0 : births - evolution.alive - evolution.keep + 1;
        b <= births;
        b++
      ) {
        const created = EPOCH + b * evolution.birth_every_ms;
        const dies =
          evolution.alive === null
            ? Infinity
            : created + evolution.alive * evolution.birth_every_ms;
        put(
          BORN + b,
          created,
          dies <= at
            ? { updated: dies, rev: 1, deleted: dies }
            : { updated: created, rev: 0, deleted: null },
        );
      }
    }
    for (let i = 0; i < made.length; i++)
      put(FORCED + i, made[i]!, { updated: made[i]!, rev: 0, deleted: null });
  }

  function touch(item: Item, deleted: number | null) {
    const f = forced.get(item.n) ?? { rev: 0 };
    // Strictly later than before, so that "changed since" always sees it.
    forced.set(item.n, { rev: f.rev + 1, updated: Math.max(now(), item.updated + 1), deleted });
  }

  return {
    live: () => (settle(), live),
    deleted: () => (settle(), deleted),
    get: (id) => {
      settle();
      byId ??= new Map([...live, ...deleted].map((item) => [item.id, item]));
      return byId.get(id);
    },
    version: () => (settle(), version),
    mutate({ create = 0, update = 0, delete: remove = 0, ids, restore = [] }) {
      settle();
      const wanted = ids && new Set(ids);
      const named = wanted ? live.filter((item) => wanted.has(item.id)) : null;
      const gone = named ? (remove > 0 ? named : []) : remove > 0 ? live.slice(-remove) : [];
      const changed = named ? (remove > 0 ? [] : named) : live.slice(0, update);
      for (const item of changed) touch(item, null);
      for (const item of gone) touch(item, now());
      for (const item of deleted.filter((one) => restore.includes(one.id))) touch(item, null);
      const first = made.length;
      for (let i = 0; i < create; i++) made.push(now());
      dirty = true;
      return {
        created: made.slice(first).map((_, i) => options.id(FORCED + first + i, made[first + i]!)),
        updated: changed.map((i) => i.id),
        deleted: gone.map((i) => i.id),
      };
    },
  };
}
