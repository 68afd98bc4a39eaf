import { createHash, randomBytes } from 'node:crypto';
import type { Json } from '@/lib/contract/common';
import { newId } from '@/lib/platform/ids';
import { counter } from '@/lib/platform/metrics';
import { endpointUrl } from '@/lib/webhooks/address';
import { bodyOf } from '@/lib/webhooks/body';
import { wakeInbox } from '@/lib/webhooks/bell';
import { heldEndpoint, readEndpoint, type HeldEndpoint } from '@/lib/webhooks/held';
import { issuerKeys, keyIdOf } from '@/lib/webhooks/keys';
import { MEGABYTE, type Receiver, type Reply } from '@/lib/webhooks/receiver';
import { findReceiver } from '@/lib/webhooks/receivers';
import { countRepeat, insertDelivery, type NewDelivery } from '@/lib/webhooks/repository';
import { mayKeepRefusal } from '@/lib/webhooks/refusals';
import { isGenuineBy, withoutSecrets, type Delivery } from '@/lib/webhooks/signature';

/** A request as it came in; its address is ours to say, not the sender's. */
export interface Incoming {
  method: string;
  /** With its question mark; empty when there is none. */
  query: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/**
 * What is answered to everything that is not a genuine delivery to an endpoint of ours: one answer,
 * so that it tells nothing about which endpoints there are. Discord wants this status.
 */
const REFUSED: Reply = { status: 401 };
const DONE: Reply = { status: 200 };

const received = counter<'provider' | 'verdict'>(
  'inlet_webhook_deliveries_total',
  'Deliveries of providers: accepted, duplicate, challenge, refused.',
);

/**
 * Receives one delivery: verified over the bytes as they came, stored and deduplicated in one
 * transaction, and answered once that is committed. What it says is handled later, from the inbox.
 * Throws only on trouble of our own (the database is away): the provider then delivers again.
 */
export async function receive(slug: string, endpoint_id: string, asked: Incoming): Promise<Reply> {
  const begun = performance.now();
  const receiver = findReceiver(slug);
  if (!receiver) return REFUSED;
  const url = endpointUrl(slug, endpoint_id) + asked.query;
  const delivery: Delivery = { ...asked, url };
  // What is held may be outdated: good for storing, which looks at the row, and for nothing else.
  const held = heldEndpoint(slug, endpoint_id);
  const quick = held && (await new Receipt({ receiver, delivery, endpoint: held, begun }).take());
  if (quick) return quick;
  for (let tries = 0; tries < TRIES; tries++) {
    const endpoint = await readEndpoint(slug, endpoint_id);
    const receipt = new Receipt({ receiver, delivery, endpoint, begun });
    const reply = receipt.handshake() ?? (await receipt.take());
    if (reply) return reply;
    if (!receipt.isOutdated) return receipt.refuse();
  }
  throw new Error('The endpoint changed whenever a delivery was to be stored.');
}
/** An endpoint is changed by people: seldom, and not twice within one delivery. */
const TRIES = 3;

/** What may be sent to a provider's address at all, known before anything of it is read. */
export function bodyLimits(slug: string): Pick<Receiver, 'content_types' | 'max_bytes'> {
  return findReceiver(slug) ?? { content_types: ['application/json'], max_bytes: MEGABYTE };
}

/** As long for an endpoint that is not there as for one that is. */
async function isProven(
  { signatures }: Receiver,
  delivery: Delivery,
  endpoint: HeldEndpoint | null,
): Promise<boolean> {
  const jwt = signatures.find((one) => one.by === 'jwt');
  const keys =
    jwt && endpoint
      ? await issuerKeys(jwt.keys_url, endpoint.mode, keyIdOf(delivery.headers[jwt.header]))
      : [];
  const known = endpoint && endpoint.secrets.length > 0 ? endpoint.secrets : [NOBODYS];
  return isGenuineBy(signatures, delivery, { secrets: known, now_ms: Date.now(), keys });
}
const NOBODYS = randomBytes(32).toString('hex');

interface Received {
  receiver: Receiver;
  delivery: Delivery;
  endpoint: HeldEndpoint | null;
  begun: number;
}

/** What becomes of one delivery, held against one reading of its endpoint. */
class Receipt {
  readonly #is: Received;
  /** The endpoint was changed since it was read. */
  isOutdated = false;
  constructor(is: Received) {
    this.#is = is;
  }

  /** The answer to a handshake that is not signed; null: it is none. */
  handshake(): Reply | null {
    const { receiver, delivery, endpoint } = this.#is;
    const reply = receiver.handshake?.(delivery, endpoint?.secrets ?? []) ?? null;
    return endpoint && reply;
  }

  /** Kept without its body, for whoever looks why nothing arrives; not all of a flood. */
  async refuse(): Promise<Reply> {
    const { receiver, delivery, endpoint } = this.#is;
    received({ provider: receiver.slug, verdict: 'refused' });
    if (endpoint && mayKeepRefusal(endpoint.id))
      await insertDelivery(endpoint, {
        ...this.#row(endpoint),
        verdict: 'refused',
        reason: hasProof(receiver, delivery) ? 'not_genuine' : 'no_signature',
        body: null,
      });
    return REFUSED;
  }

  /**
   * Stores what is genuine, or answers the handshake it is. Null: it is not genuine, or the
   * endpoint is not what it was (`isOutdated`).
   */
  async take(): Promise<Reply | null> {
    const { receiver, delivery, endpoint } = this.#is;
    const genuine = delivery.method === 'POST' && (await isProven(receiver, delivery, endpoint));
    if (!endpoint || !genuine) return null;
    const said = read(receiver, delivery);
    const challenge = said.body === undefined ? null : receiver.challenge?.(said.body, delivery);
    const row: NewDelivery = challenge
      ? { ...this.#row(endpoint), verdict: 'challenge', body: null }
      : {
          ...this.#row(endpoint),
          state: 'pending',
          dedupe_key: keyFor(said.id) ?? digest(delivery.body).toString('hex'),
          body_hash: receiver.id_unsigned ? digest(delivery.body) : null,
          event_keys: said.keys,
        };
    const became = await insertDelivery(endpoint, row);
    this.isOutdated = became === 'outdated';
    if (this.isOutdated) return null;
    const verdict = became === 'stored' ? row.verdict : 'duplicate';
    received({ provider: receiver.slug, verdict });
    if (verdict === 'accepted') wakeInbox();
    if (verdict === 'duplicate') await countRepeat(row);
    return challenge ?? receiver.reply ?? DONE;
  }

  #row({ workspace_id, id, secrets }: HeldEndpoint): NewDelivery {
    const { receiver, delivery, begun } = this.#is;
    const kept = withoutSecrets(receiver.signatures, delivery, secrets);
    return {
      id: newId(),
      workspace_id,
      endpoint_id: id,
      verdict: 'accepted',
      reason: null,
      dedupe_key: null,
      body_hash: null,
      method: kept.method,
      url: kept.url,
      headers: headersOf(receiver, kept.headers),
      body: kept.body,
      size: delivery.body.length,
      event_keys: [],
      took_ms: performance.now() - begun,
      state: null,
    };
  }
}

/**
 * What a genuine delivery says, as far as it can be read here: one that cannot is stored all the
 * same, and fails where a person sees it.
 */
function read(
  receiver: Receiver,
  delivery: Delivery,
): { body: Json | undefined; id: string | null; keys: string[] } {
  try {
    const body = bodyOf(delivery);
    const id = receiver.delivery_id(body, delivery);
    try {
      const keys = receiver.events(body, delivery).map(({ key }) => storable(key));
      return { body, id, keys: [...new Set(keys)] };
    } catch {
      return { body, id, keys: [] };
    }
  } catch {
    return { body: undefined, id: null, keys: [] };
  }
}

const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed().slice(0, 200);

/** An index holds no text of any length. */
const LONGEST_KEY = 200;
function keyFor(id: string | null): string | null {
  if (id === null || id === '') return null;
  return id.length <= LONGEST_KEY && id.isWellFormed() && !id.includes('\0')
    ? id
    : digest(Buffer.from(id)).toString('hex');
}

/** Whether what the scheme looks at came at all. */
const hasProof = ({ signatures }: Receiver, { headers, body }: Delivery): boolean =>
  signatures.some((one) => (one.by === 'body_token' ? body.length > 0 : one.header in headers));

/** Headers worth keeping: what proves it, what it says, and who says it. */
function headersOf(
  { signatures, headers = [] }: Receiver,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Set(['content-type', 'user-agent', ...headers]);
  for (const signature of signatures) {
    if ('header' in signature) names.add(signature.header);
    const at = 'timestamp' in signature ? signature.timestamp?.in : undefined;
    if (at && 'header' in at) names.add(at.header);
  }
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)));
}
