import {
  baseOf,
  BORN,
  bornOf,
  EPOCH,
  type Evolution,
  type Natural,
} from '@/lib/sandbox/kit/evolution';
import { ControlError } from '@/lib/sandbox/kit/refusal';

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
  /** Put aside without being deleted. */
  archived: boolean;
  /** Ids of the records that were merged into this one. */
  merged: readonly string[];
  /** Fields a control call gave it, over those it would have. */
  set: Readonly<Record<string, unknown>> | null;
  /** Serialised and encoded once per form asked for. */
  kept: { form: string; bytes: Buffer } | null;
}

/** A record that nobody changed; for what needs one outside of a collection. */
export const plainItem = (id: string, created: number, updated: number): Item => ({
  id,
  n: Number(id) - 1,
  rev: 0,
  created,
  updated,
  deleted: null,
  archived: false,
  merged: [],
  set: null,
  kept: null,
});

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
  /** Deleted records that come back. */
  restore?: readonly string[];
  /** Live records that are put aside, and such that return. */
  archive?: readonly string[];
  unarchive?: readonly string[];
  /** Records that leave every listing, that of the deleted ones too. */
  erase?: readonly string[];
  /** `from` leaves every listing; asking for it by id answers `into`, which changes. */
  merge?: readonly { from: string; into: string }[];
  /** Fields by id, over those the records would have. */
  set?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What is restored, archived, unarchived or set keeps the change time it has. */
  silent?: boolean;
}

/** The ids of the records a change touched. */
export interface Changed {
  created: string[];
  updated: string[];
  deleted: string[];
}

export interface Collection {
  /** In order of n: neither deleted nor put aside. */
  live: () => readonly Item[];
  deleted: () => readonly Item[];
  /** Put aside, and not deleted. */
  archived: () => readonly Item[];
  /** Of a merged record: the one it was merged into. */
  get: (id: string) => Item | undefined;
  /** Rises whenever anything changed. */
  version: () => number;
  /**
   * Changes records now. `update` takes the first live ones, `delete` the last ones; `ids` names
   * them instead (with `delete: 1` or more they are deleted, else updated). Throws ControlError
   * when it is to archive, erase, merge or set a record that is not there.
   */
  mutate: (change: Change) => Changed;
}

/** Records made by a control call number from here: ids never meet. */
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

/** What control calls did to a record. */
interface Forced {
  rev: number;
  updated: number;
  /** `own`: as it would be by itself. */
  deleted: number | 'restored' | 'own';
  archived: boolean;
  /** Erased or merged into another: in no listing any more. */
  vanished: boolean;
  merged: readonly string[];
  set: Readonly<Record<string, unknown>> | null;
}
const UNTOUCHED: Forced = {
  rev: 0,
  updated: 0,
  deleted: 'own',
  archived: false,
  vanished: false,
  merged: [],
  set: null,
};

/**
 * The records of one stream. Longer than a screen: one state that its few inner functions
 * share, which is worked out anew whenever the clock has moved it or a control call changed it.
 */
export function createCollection(options: CollectionOptions): Collection {
  const { evolution, now } = options;
  const size = Math.max(0, options.size - (evolution?.alive ?? 0));
  const forced = new Map<number, Forced>();
  const survivors = new Map<string, string>();
  const made: number[] = [];
  const known = new Map<number, { item: Item; by: Forced }>();
  let live: Item[] = [];
  let deleted: Item[] = [];
  let archived: Item[] = [];
  let byId: Map<string, Item> | null = null;
  let version = 0;
  let ticks = '';
  let dirty = true;

  function put(n: number, created: number, natural: Natural): void {
    const by = forced.get(n) ?? UNTOUCHED;
    if (by.vanished) return;
    const updated = Math.max(natural.updated, by.updated);
    const rev = natural.rev + by.rev;
    const restored = by.deleted === 'restored' ? null : by.deleted;
    const gone = restored === 'own' ? natural.deleted : restored;
    let item = known.get(n)?.item;
    const same = item?.updated === updated && item.rev === rev && item.deleted === gone;
    if (!item || !same || known.get(n)!.by !== by) {
      const { archived: aside, merged, set } = by;
      const id = options.id(n, created);
      item = {
        id,
        n,
        rev,
        created,
        updated,
        deleted: gone,
        archived: aside,
        merged,
        set,
        kept: null,
      };
      known.set(n, { item, by });
    }
    if (gone !== null) deleted.push(item);
    else if (item.archived) archived.push(item);
    else live.push(item);
  }

  function catchUp(): void {
    const at = now();
    // Turns carry up to a second of jitter; they count once all of it is past.
    const turn = evolution ? Math.floor((at - EPOCH - 1000) / evolution.update_every_ms) : 0;
    const births =
      evolution && evolution.alive !== 0 ? Math.floor((at - EPOCH) / evolution.birth_every_ms) : -1;
    if (!dirty && ticks === `${turn}:${births}`) return;
    ticks = `${turn}:${births}`;
    dirty = false;
    [live, deleted, archived] = [[], [], []];
    byId = null;
    version++;
    for (let n = 0; n < size; n++) {
      const { created, natural } = baseOf(options, size, n, turn);
      put(n, created, natural);
    }
    // Those "born" before the epoch keep the count whole in its first days.
    const { alive = null, keep = 0 } = evolution ?? {};
    const first = alive === null ? 0 : births - alive - keep + 1;
    for (let b = first; evolution && b <= births; b++) {
      const { created, natural } = bornOf(evolution, b, at);
      put(BORN + b, created, natural);
    }
    // One that was changed by hand stays known after its time.
    for (const n of forced.keys())
      if (evolution && n >= BORN && n < FORCED && n - BORN < first) {
        const { created, natural } = bornOf(evolution, n - BORN, at);
        put(n, created, natural);
      }
    for (const [i, created] of made.entries())
      put(FORCED + i, created, { updated: created, rev: 0, deleted: null });
  }

  function get(id: string): Item | undefined {
    catchUp();
    byId ??= new Map([...live, ...deleted, ...archived].map((item) => [item.id, item]));
    const survivor = survivors.get(id);
    return survivor === undefined ? byId.get(id) : get(survivor);
  }

  function needed(id: string): Item {
    const item = survivors.has(id) ? undefined : get(id);
    if (!item) throw new ControlError(`There is no record “${id}” (any more).`);
    return item;
  }

  function touch(item: Item, change: Partial<Forced>, silent = false): void {
    const before = forced.get(item.n) ?? UNTOUCHED;
    // Strictly later than before, so that "changed since" always sees it.
    const updated = silent ? item.updated : Math.max(now(), item.updated + 1);
    forced.set(item.n, { ...before, rev: before.rev + (silent ? 0 : 1), updated, ...change });
  }

  function merge(from: string, into: string): void {
    const [loser, winner] = [needed(from), needed(into)];
    if (loser === winner) throw new ControlError('A record cannot be merged into itself.');
    touch(loser, { vanished: true });
    const merged = (item: Item) => forced.get(item.n)?.merged ?? [];
    touch(winner, { merged: [...merged(winner), ...merged(loser), loser.id] });
    survivors.set(loser.id, winner.id);
  }

  return {
    live: () => (catchUp(), live),
    deleted: () => (catchUp(), deleted),
    archived: () => (catchUp(), archived),
    get,
    version: () => (catchUp(), version),
    mutate({ create = 0, update = 0, delete: remove = 0, ids, silent, ...named }) {
      catchUp();
      const wanted = ids && new Set(ids);
      const there = () => [...live, ...archived].filter((item) => wanted!.has(item.id));
      const listed = wanted ? there() : null;
      const chosen = listed ?? (remove > 0 ? live.slice(-remove) : []);
      const gone = remove > 0 ? chosen : [];
      const named_to_change = remove > 0 ? [] : listed;
      const changed = listed ? named_to_change! : live.slice(0, update);
      for (const item of changed) touch(item, {});
      for (const item of gone) touch(item, { deleted: now() });
      const back = new Set(named.restore ?? []);
      for (const item of deleted.filter((one) => back.has(one.id)))
        touch(item, { deleted: 'restored' }, silent);
      for (const id of named.archive ?? []) touch(needed(id), { archived: true }, silent);
      for (const id of named.unarchive ?? []) touch(needed(id), { archived: false }, silent);
      for (const [id, fields] of Object.entries(named.set ?? {})) {
        const item = needed(id);
        touch(item, { set: { ...forced.get(item.n)?.set, ...fields } }, silent);
      }
      for (const { from, into } of named.merge ?? []) merge(from, into);
      for (const id of named.erase ?? []) touch(needed(id), { vanished: true });
      const first = made.length;
      for (let i = 0; i < create; i++) made.push(now());
      dirty = true;
      return {
        created: made.slice(first).map((at, i) => options.id(FORCED + first + i, at)),
        updated: changed.map((i) => i.id),
        deleted: gone.map((i) => i.id),
      };
    },
  };
}
