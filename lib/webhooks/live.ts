import type * as z from 'zod';
import type { getLiveUpdates as liveOperation } from '@/lib/contract/webhooks';
import { iso } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { whyUnreachable } from '@/lib/webhooks/address';
import type { Registrar } from '@/lib/webhooks/registrar';
import { findRegistrar, REGISTRARS } from '@/lib/webhooks/registrars';
import { liveRow, type LiveFacts } from '@/lib/webhooks/repository-registrations';

export type LiveUpdates = z.output<typeof liveOperation.output>;

/** Why nothing can be registered for a connection of that type; null: it can be. */
export function whyNotLive(
  registrar: Registrar,
  connector_type: string,
  mode: 'live' | 'sandbox',
): string | null {
  const { setting } = registrar;
  if (setting && !env().provider_app(connector_type, setting))
    return `${connector_type}_${setting}`.toUpperCase() + ' is not set.';
  const why = mode === 'live' ? whyUnreachable() : null;
  return why && `A provider could not deliver to us: ${why}.`;
}

/** Whether the provider tells of a connection's changes as they happen, and if not, why. */
export function liveState(
  facts: LiveFacts | null,
  { connector_type, mode }: { connector_type: string; mode: 'live' | 'sandbox' },
): Pick<LiveUpdates, 'live_updates' | 'detail'> {
  const automatic = (one: Registrar) => one.automatic && one.connectors.includes(connector_type);
  if (!facts) {
    const registrar = REGISTRARS.find(automatic);
    const detail = registrar ? whyNotLive(registrar, connector_type, mode) : null;
    return { live_updates: 'none', detail };
  }
  // Of an endpoint a person registers at the provider nobody here knows whether it is.
  const registrar = findRegistrar(facts.provider);
  if (!registrar?.automatic) return { live_updates: 'on', detail: null };
  if (!facts.registered) {
    const why = facts.lapsed
      ? 'What the provider was asked for has lapsed. It is being asked again.'
      : 'The provider has not been asked to tell us yet.';
    return { live_updates: 'off', detail: facts.error ?? why };
  }
  if (registrar.shared && !facts.heard)
    return {
      live_updates: 'off',
      detail: 'No endpoint takes what the provider sends. Make one under Connector events.',
    };
  return { live_updates: 'on', detail: null };
}

/** The same with until when, and when the last event came. */
export async function liveUpdates(
  workspace_id: string,
  connection_id: string,
): Promise<LiveUpdates> {
  const row = await liveRow(workspace_id, connection_id);
  if (!row) return { live_updates: 'none', detail: null, until: null, last_event_at: null };
  return {
    ...liveState(row.facts, row),
    until: iso(row.lapses_at),
    last_event_at: iso(row.last_event_at),
  };
}
