import type { Json } from '@/lib/contract/common';
import type { Delivery, Signature } from '@/lib/webhooks/signature';

/** What a delivery says, in our words. */
export interface WebhookEvent {
  /** "issue.updated": the kind of thing and what became of it. */
  key: string;
  /** Which account it is about, as connections name it; null: the provider does not say. */
  account_id: string | null;
  /** Records to read again, by stream; none: an ordinary incremental run will do. */
  records?: readonly NamedRecord[];
  /** It is about our registration at the provider: to be renewed, or gone and made anew. */
  registration?: 'ending' | 'gone';
}

/** A record as an event names it. */
export interface NamedRecord {
  stream: string;
  id: string;
  /** Where it is, for a provider that finds no record by its id alone. */
  place?: string;
}

/** An answer of ours in a provider's form. */
export interface Reply {
  status: number;
  content_type?: string;
  body?: string;
}

/**
 * How the webhooks of one provider are received: data, and pure translations. One value a file in
 * providers/.
 */
export interface Receiver {
  /** In the address: /api/v1/connectors/webhooks/{slug}/{endpoint}. */
  slug: string;
  name: string;
  /** Connectors whose connections its events are about. */
  connectors: readonly string[];
  /** One that is genuine will do: a provider may know several schemes. */
  signatures: readonly Signature[];
  /** Content types it sends, without parameters; others are refused. */
  content_types: readonly string[];
  max_bytes: number;
  /**
   * A handshake the provider does not sign, proven by a secret in the query instead; null: it is
   * none. Secrets are those of the endpoint, and none when there is no such endpoint.
   */
  handshake?: (asked: Delivery, secrets: readonly string[]) => Reply | null;
  /** The answer to a handshake it signs; null: it is none. Given a verified delivery only. */
  challenge?: (body: Json, delivery: Delivery) => Reply | null;
  /** The answer to a delivery that is stored; 200 without a body when absent. */
  reply?: Reply;
  /** What the provider repeats when it delivers the same once more. Null: the body itself is it. */
  delivery_id: (body: Json, delivery: Delivery) => string | null;
  /**
   * The id is in no signed place: whoever has seen a delivery could send it again under another
   * one. The same body is therefore taken once as well.
   */
  id_unsigned?: boolean;
  /** Throws when the body is not what the provider sends. */
  events: (body: Json, delivery: Delivery) => readonly WebhookEvent[];
  /** The provider delivers in order, and waits for our answer before it goes on. */
  ordered?: boolean;
  /** Least time between two runs that its events start; 10 unless said. */
  gap_seconds?: number;
  /** Headers beside the signature's that say something of the event. */
  headers?: readonly string[];
}

/** Declares a receiver. The type is the check. */
export const defineReceiver = (receiver: Receiver): Receiver => receiver;

/** Enough for everything but GitHub, which documents 25 MB. */
export const MEGABYTE = 1024 * 1024;

/** "issues" and "opened" → "issue.created": one word for what the providers call differently. */
export function keyOf(thing: string, action: string): string {
  const noun = thing.toLowerCase().replace(/(?<!s)s$/, '');
  return `${noun}.${ACTIONS[action.toLowerCase()] ?? action.toLowerCase()}`;
}

const ACTIONS: Record<string, string> = {
  create: 'created',
  creation: 'created',
  add: 'created',
  added: 'created',
  new: 'created',
  opened: 'created',
  published: 'created',
  received: 'created',
  update: 'updated',
  edited: 'updated',
  changed: 'updated',
  propertychange: 'updated',
  modified: 'updated',
  delete: 'deleted',
  deletion: 'deleted',
  privacydeletion: 'deleted',
  remove: 'deleted',
  removed: 'deleted',
  merge: 'merged',
  restore: 'restored',
};
