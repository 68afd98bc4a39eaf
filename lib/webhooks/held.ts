import { isId } from '@/lib/platform/ids';
import { findEndpoint, type EndpointRow } from '@/lib/webhooks/repository';
import { secretsOf } from '@/lib/webhooks/secrets';

/** An endpoint in use, with the secrets it takes. */
export interface HeldEndpoint extends EndpointRow {
  secrets: readonly string[];
}

/** Endpoints held at once. They exist, so that a flood cannot make them up. */
const MOST = 5_000;
const held = new Map<string, HeldEndpoint>();

/**
 * An endpoint as this process last saw it, if it has: good for looking at a delivery, not for
 * taking it. `insertDelivery` stores nothing unless the row is still the one that was held.
 */
export const heldEndpoint = (provider: string, id: string): HeldEndpoint | undefined => {
  const endpoint = held.get(id);
  return endpoint?.provider === provider ? endpoint : undefined;
};

/** An endpoint as it is now, with its secrets; null: none in use has that provider and id. */
export async function readEndpoint(provider: string, id: string): Promise<HeldEndpoint | null> {
  held.delete(id);
  const found = isId(id) ? await findEndpoint(id) : null;
  if (found?.provider !== provider || found.disabled_at !== null) return null;
  const endpoint = { ...found, secrets: await secretsOf(found) };
  if (held.size >= MOST) held.clear();
  held.set(id, endpoint);
  return endpoint;
}
