import type { World } from '@/lib/sandbox/kit/world';

/** Thrown by a reader: what is wrong, to be put after the value ("is not between 5 and 100"). */
export class Unreadable extends Error {}

/**
 * One parameter of an endpoint, in the query, a form, a JSON body or the path: how its value is
 * read. A reader throws Unreadable; what no reader was declared for is refused by its name.
 */
export interface Param<T> {
  /** Gets every occurrence in a query or form, or the one value of a JSON body; never none. */
  read: (sent: readonly unknown[], world: World) => T;
  /** What it is when it was not sent; a parameter without `absent` must be sent. */
  absent?: () => T;
  /** May occur more than once. */
  repeats?: boolean;
  /** Whether the provider knows it now; for names that come and go. */
  known?: (world: World) => boolean;
}
export type Params = Record<string, Param<unknown>>;
export type Values<P> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };

const plain = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Unreadable('is not a text');
};

/** Any text, or one that matches; null when it was not sent. */
export const text = (pattern?: RegExp, phrase = 'is not valid'): Param<string | null> => ({
  read: ([sent]) => {
    const value = plain(sent);
    if (pattern && !pattern.test(value)) throw new Unreadable(phrase);
    return value;
  },
  absent: () => null,
});

/** A whole number in a range. */
export const whole = <Absent extends number | null>(
  from: number,
  to: number,
  absent: Absent,
): Param<number | Absent> => ({
  read: ([sent]) => {
    const value = plain(sent);
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < from || number > to)
      throw new Unreadable(`is not between ${from} and ${to}`);
    return number;
  },
  absent: () => absent,
});

/** `true` or `false`, however it is capitalised. */
export const truth = <Absent extends boolean | null>(absent: Absent): Param<boolean | Absent> => ({
  read: ([sent]) => {
    const value = plain(sent).toLowerCase();
    if (value !== 'true' && value !== 'false') throw new Unreadable('is not true or false');
    return value === 'true';
  },
  absent: () => absent,
});

/** One of a few words. */
export const oneOf = <Word extends string, Absent extends Word | null>(
  words: readonly Word[],
  absent: Absent,
): Param<Word | Absent> => ({
  read: ([sent]) => {
    const found = words.find((word) => word === sent);
    if (found === undefined) throw new Unreadable(`is not one of [${words.join(',')}]`);
    return found;
  },
  absent: () => absent,
});

interface ListRules {
  /** The words it may hold; a function where they depend on the provider's mode. */
  of?: readonly string[] | ((world: World) => readonly string[]);
  pattern?: RegExp;
  max?: number;
  /** The parameter may also be repeated. */
  repeats?: boolean;
}

/** Words separated by commas, each once; a JSON array of them in a body. Null when not sent. */
export const list = ({ of, pattern, max = Infinity, repeats }: ListRules = {}): Param<
  readonly string[] | null
> => ({
  ...(repeats ? { repeats } : {}),
  read: (sent, world) => {
    const words = sent
      .flatMap((one) => (Array.isArray(one) ? one.map(plain) : plain(one).split(',')))
      .map((word) => word.trim())
      .filter(Boolean);
    const allowed = typeof of === 'function' ? of(world) : of;
    const strange = words.find(
      (w) => (allowed && !allowed.includes(w)) || pattern?.test(w) === false,
    );
    if (strange !== undefined)
      throw new Unreadable(
        allowed
          ? `holds [${strange}], which is not one of [${allowed.join(',')}]`
          : `holds [${strange}]`,
      );
    if (words.length === 0 || words.length > max)
      throw new Unreadable(max === Infinity ? 'is empty' : `must hold between 1 and ${max} values`);
    return [...new Set(words)];
  },
  absent: () => null,
});

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** A time with a zone, as epoch milliseconds. */
export const instant = (): Param<number | null> => ({
  read: ([sent]) => {
    const value = plain(sent);
    const at = RFC3339.test(value) ? Date.parse(value) : NaN;
    if (Number.isNaN(at)) throw new Unreadable('is not a time in RFC 3339 format');
    return at;
  },
  absent: () => null,
});

/** A JSON value that the endpoint looks into by itself. */
export const value = (): Param<unknown> => ({ read: ([sent]) => sent, absent: () => undefined });

/** The same parameter, but it must be sent. */
export const required = <T>({ absent: _, ...param }: Param<T>): Param<Exclude<T, null>> =>
  param as Param<Exclude<T, null>>;
