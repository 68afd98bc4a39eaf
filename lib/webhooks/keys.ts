import { text, listAt } from '@/lib/connectors/kit';
import { send } from '@/lib/egress/service';
import { log } from '@/lib/platform/log';
import type { Jwk } from '@/lib/webhooks/jwt';

/** Google turns its keys over in days; a key id we have not met is asked for at once. */
const KEPT_MS = 3_600_000;
const ASK_AGAIN_MS = 60_000;
const TIMEOUT_MS = 5_000;

interface Kept {
  keys: readonly Jwk[];
  at: number;
}
const kept = new Map<string, Kept>();

/**
 * The public keys of an issuer, kept for an hour. With the id of a key that is not among them they
 * are asked for again, at most once a minute. An issuer that does not answer has the keys it had.
 */
export async function issuerKeys(
  url: string,
  mode: 'live' | 'sandbox',
  key_id: string | null,
): Promise<readonly Jwk[]> {
  const name = `${mode} ${url}`;
  const had = kept.get(name);
  const age = had ? performance.now() - had.at : Infinity;
  const isKnown = key_id === null || had?.keys.some((key) => key.kid === key_id);
  if (had && age < (isKnown ? KEPT_MS : ASK_AGAIN_MS)) return had.keys;
  try {
    const keys = await ask(url, mode);
    kept.set(name, { keys, at: performance.now() });
    return keys;
  } catch (error) {
    log.warn({ error: String(error) }, 'the keys of an issuer could not be read');
    return had?.keys ?? [];
  }
}

async function ask(url: string, mode: 'live' | 'sandbox'): Promise<Jwk[]> {
  const { hostname } = new URL(url);
  const route = {
    hosts: [hostname],
    mode,
    limits: [],
    keys: { connection: `keys/${hostname}`, app: `app/keys/${mode}` },
  };
  const { status, body } = await send({ url }, route, { timeout_ms: TIMEOUT_MS });
  if (status !== 200) throw new Error(`${hostname} answered ${status}`);
  return listAt(body, 'keys').map((key) => ({
    kid: text(key, 'kid') ?? '',
    kty: text(key, 'kty') ?? '',
    n: text(key, 'n') ?? '',
    e: text(key, 'e') ?? '',
  }));
}

/** The id of the key a bearer token says it is signed with; null: it says none. */
export function keyIdOf(authorization: string | undefined): string | null {
  const head = /^Bearer ([\w-]+)\./.exec(authorization ?? '')?.[1];
  try {
    return text(JSON.parse(Buffer.from(head ?? '', 'base64url').toString('utf8')), 'kid');
  } catch {
    return null;
  }
}
