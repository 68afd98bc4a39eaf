import { list, oneOf, required, text, Unreadable } from '@/lib/sandbox/kit/params';
import type { Param } from '@/lib/sandbox/kit/params';

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Any number, also below zero or with a fraction. */
export const number: Param<number | null> = {
  read: ([sent]) => {
    if (typeof sent !== 'number' || !Number.isFinite(sent))
      throw new Unreadable('must be a number');
    return sent;
  },
  absent: () => null,
};

export const flag: Param<boolean | null> = {
  read: ([sent]) => {
    if (typeof sent !== 'boolean') throw new Unreadable('must be true or false');
    return sent;
  },
  absent: () => null,
};

/** Ids, paths or words, as a JSON array. */
export const names: Param<readonly string[] | null> = list();

/** An object whose values are whatever they are. */
export const object: Param<Record<string, unknown> | null> = {
  read: ([sent]) => {
    if (!isObject(sent)) throw new Unreadable('must be an object');
    return sent;
  },
  absent: () => null,
};

/** Texts by name; null where there is to be none. */
export const texts: Param<Record<string, string | null> | null> = {
  read: ([sent]) => {
    if (!isObject(sent) || Object.values(sent).some((v) => v !== null && typeof v !== 'string'))
      throw new Unreadable('must be an object of texts and nulls');
    return sent as Record<string, string | null>;
  },
  absent: () => null,
};

/** Fields by record. */
export const changes: Param<Record<string, Record<string, unknown>> | null> = {
  read: ([sent]) => {
    if (!isObject(sent) || !Object.values(sent).every(isObject))
      throw new Unreadable('must be { id: { field: value } }');
    return sent as Record<string, Record<string, unknown>>;
  },
  absent: () => null,
};

export const merges: Param<readonly { from: string; into: string }[] | null> = {
  read: ([sent]) => {
    const fits = (one: unknown) =>
      isObject(one) && typeof one.from === 'string' && typeof one.into === 'string';
    if (!Array.isArray(sent) || !sent.every(fits))
      throw new Unreadable('must be a list of { from, into }');
    return sent as { from: string; into: string }[];
  },
  absent: () => null,
};

export const PROVIDER = { provider: required(text(/./)) };
export const ACCOUNT = { ...PROVIDER, account: required(text(/./)) };
export const STREAM = { ...ACCOUNT, stream: required(text(/./)) };
export const word = <Word extends string>(words: readonly Word[]): Param<Word | null> =>
  oneOf<Word, null>(words, null);

/** The values that were sent: a call takes what was not sent as left out. */
export function sentOnly<T extends object>(values: T): Sent<T> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null)) as Sent<T>;
}
type Sent<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};
