import { createHash, randomBytes } from 'node:crypto';
import type { Json } from '@/lib/contract/common';
import { isId, newId } from '@/lib/platform/ids';
import { counter } from '@/lib/platform/metrics';
import { endpointUrl } from '@/lib/webhooks/address';
import { bodyOf } from '@/lib/webhooks/body';
import { issuerKeys, keyIdOf } from '@/lib/webhooks/keys';
import { wakeInbox } from '@/lib/webhooks/bell';
import { MEGABYTE, type Receiver, type Reply } from '@/lib/webhooks/receiver';
import { findReceiver } from '@/lib/webhooks/receivers';
import {
  countRepeat,
  findEndpoint,
  insertDelivery,
  type EndpointRow,
  type NewDelivery,
} from '@/lib/webhooks/repository';
import { mayKeepRefusal } from '@/lib/webhooks/refusals';
import { secretsOf } from '@/lib/webhooks/secrets';
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
  const found = isId(endpoint_id) ? await findEndpoint(endpoint_id) : null;
  const endpoint = found?.provider === slug && found.disabled_at === null ? found : null;
  const secrets = endpoint ? await secretsOf(endpoint) : [];
  const url = endpointUrl(slug, endpoint_id) + asked.query;
  const delivery: Delivery = { ...asked, url };
  const handshake = receiver.handshake?.(delivery, secrets) ?? null;
  if (handshake && endpoint) return handshake;
  const genuine =
    asked.method === 'POST' && (await isProven(receiver, delivery, secrets, endpoint));
  const done = new Receipt({ receiver, delivery, secrets, begun });
  if (!endpoint || !genuine) return done.refuse(endpoint);
  return done.take(endpoint);
}

/** What may be sent to a provider's address at all, known before anything of it is read. */
export function bodyLimits(slug: string): Pick<Receiver, 'content_types' | 'max_bytes'> {
  return findReceiver(slug) ?? { content_types: ['application/json'], max_bytes: MEGABYTE };
}

/** As long for an endpoint that is not there as for one that is. */
async function isProven(
  { signatures }: Receiver,
  delivery: Delivery,
  secrets: readonly string[],
  endpoint: EndpointRow | null,
): Promise<boolean> {
  const jwt = signatures.find((one) => one.by === 'jwt');
  const keys =
    jwt && endpoint
      ? await issuerKeys(jwt.keys_url, endpoint.mode, keyIdOf(delivery.headers[jwt.header]))
      : [];
  const known = secrets.length > 0 ? secrets : [NOBODYS];
  return isGenuineBy(signatures, delivery, { secrets: known, now_ms: Date.now(), keys });
}
const NOBODYS = randomBytes(32).toString('hex');

interface Received {
  receiver: Receiver;
  delivery: Delivery;
  secrets: readonly string[];
  begun: number;
}

/** What becomes of one delivery that was held against the secrets. */
class Receipt {
  readonly #is: Received;
  constructor(is: Received) {
    this.#is = is;
  }

  /** Kept without its body, for whoever looks why nothing arrives; not all of a flood. */
  async refuse(endpoint: EndpointRow | null): Promise<Reply> {
    const { receiver, delivery } = this.#is;
    received({ provider: receiver.slug, verdict: 'refused' });
    if (endpoint && mayKeepRefusal(endpoint.id))
      await insertDelivery({
        ...this.#row(endpoint),
        verdict: 'refused',
        reason: hasProof(receiver, delivery) ? 'not_genuine' : 'no_signature',
        body: null,
      });
    return REFUSED;
  }

  /** Stores what is genuine, or answers the handshake it is. */
  async take(endpoint: EndpointRow): Promise<Reply> {
    const { receiver, delivery } = this.#is;
    const said = read(receiver, delivery);
    const challenge = said.body === undefined ? null : receiver.challenge?.(said.body, delivery);
    if (challenge) {
      received({ provider: receiver.slug, verdict: 'challenge' });
      await insertDelivery({ ...this.#row(endpoint), verdict: 'challenge', body: null });
      return challenge;
    }
    const row: NewDelivery = {
      ...this.#row(endpoint),
      verdict: 'accepted',
      state: 'pending',
      dedupe_key: keyFor(said.id) ?? digest(delivery.body).toString('hex'),
      body_hash: receiver.id_unsigned ? digest(delivery.body) : null,
      event_keys: said.keys,
    };
    const isNew = await insertDelivery(row);
    received({ provider: receiver.slug, verdict: isNew ? 'accepted' : 'duplicate' });
    if (isNew) wakeInbox();
    else await countRepeat(row);
    return receiver.reply ?? DONE;
  }

  #row({ workspace_id, id }: EndpointRow): NewDelivery {
    const { receiver, delivery, secrets, begun } = this.#is;
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
