import { text } from '@/lib/connectors/kit/path';
import type { Entity, Json } from '@/lib/contract/common';

/**
 * What records of an entity have in common, whatever the provider calls it. A closed vocabulary:
 * times are ISO 8601, durations seconds, money its digits as text. What a provider does not say is
 * null, never zero.
 */
export interface CanonicalFields {
  accounts: { name: string | null; domain: string | null };
  people: { name: string | null; emails: string[]; company: string | null };
  opportunities: {
    name: string | null;
    amount: string | null;
    currency: string | null;
    stage: string | null;
    close_date: string | null;
  };
  activities: { title: string | null; kind: string | null; at: string | null };
  calls: {
    title: string | null;
    started_at: string | null;
    duration_seconds: number | null;
    participants: string[];
  };
  messages: {
    from: string | null;
    to: string[];
    subject: string | null;
    text: string | null;
    sent_at: string | null;
  };
  documents: { title: string | null; markdown: string | null; url: string | null };
  tickets: { subject: string | null; status: string | null; priority: string | null };
  posts: {
    text: string | null;
    posted_at: string | null;
    /** Empty: the post has none. Null: the provider is not asked for them. */
    media: CanonicalMedia[] | null;
    metrics: { [name: string]: number | null };
  };
  users: { name: string | null; email: string | null };
  metrics: { [name: string]: number | null };
  reference: { name: string | null };
}

/** A picture, a film or an animation of a post. */
export type CanonicalMedia = {
  type: 'image' | 'video' | 'animation';
  /** The picture itself; null of what moves. */
  url: string | null;
  /** A still of what moves; of a picture, null. */
  preview_url: string | null;
  /** What its author says is to be seen. */
  alt: string | null;
  /** Pixels. */
  width: number | null;
  height: number | null;
};

/** A stream's records in the words of its entity. */
export interface Canonical {
  entity: Entity;
  /** Raised with every change of `map`: stored records are mapped again in the background. */
  version: number;
  /** Pure. Null, or throwing: the record has no canonical form; it is stored all the same. */
  map: (record: Json) => { [field: string]: Json } | null;
}

/**
 * Where a field is found in a record: a text at a path, a list of the texts that are there at some
 * paths, null where the provider does not say it. What is computed is a function of the record.
 */
type Found<Value> =
  | ((record: Json) => Value)
  | (string extends Value ? string : never)
  | (readonly string[] extends Readonly<Value> ? readonly string[] : never)
  | (null extends Value ? null : never);

type FieldsFound<E extends Entity> = {
  [Name in keyof CanonicalFields[E]]: Found<CanonicalFields[E][Name]>;
};

/** Declares a mapping; the fields are those of the entity, and all of them. */
export const canonical = <E extends Entity>(
  entity: E,
  version: number,
  // A function has a `name` and so would pass for the fields of a reference, were it not for `call`.
  fields: ((record: Json) => CanonicalFields[E] | null) | (FieldsFound<E> & { call?: never }),
): Canonical => ({
  entity,
  version,
  map: typeof fields === 'function' ? fields : (record) => fieldsOf(record, fields),
});

function fieldsOf(record: Json, fields: object): { [name: string]: Json } {
  const found = Object.entries(fields) as [string, Found<Json>][];
  return Object.fromEntries(found.map(([name, at]) => [name, valueOf(record, at)]));
}

function valueOf(record: Json, found: Found<Json>): Json {
  if (typeof found === 'function') return found(record);
  if (typeof found === 'string') return text(record, found);
  return found === null ? null : found.flatMap((path) => text(record, path) ?? []);
}

/** The canonical form of a record as JSON text; null when it has none. Never throws. */
export function canonicalText(mapping: Canonical, record: Json): string | null {
  try {
    const fields = mapping.map(record);
    return fields === null ? null : JSON.stringify(fields);
  } catch {
    return null;
  }
}
