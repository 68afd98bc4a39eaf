import type { Telling } from '@/lib/sandbox/kit/telling';
import { portalId } from '@/lib/sandbox/providers/hubspot/account';
import { hmac } from '@/lib/sandbox/webhooks/sign';

const THINGS: Record<string, string> = {
  contacts: 'contact',
  companies: 'company',
  deals: 'deal',
  tickets: 'ticket',
};
const ACTIONS = { created: 'creation', updated: 'propertyChange', deleted: 'deletion' };

/** HubSpot's webhooks, version 3: method, address, body and time. */
export const hubspot: Telling = {
  tell: ({ account, secret, url }, { stream, item, what }, world) => {
    const thing = THINGS[stream];
    if (!thing) return null;
    const at = String(world.now());
    const body = JSON.stringify([
      {
        eventId: item.n * 100 + item.rev,
        subscriptionId: 1,
        portalId: portalId(account),
        appId: 1,
        occurredAt: item.deleted ?? item.updated,
        subscriptionType: `${thing}.${ACTIONS[what]}`,
        attemptNumber: 0,
        objectId: Number(item.id),
      },
    ]);
    return {
      headers: {
        'x-hubspot-request-timestamp': at,
        'x-hubspot-signature-v3': hmac(secret, `POST${url}${body}${at}`, 'base64'),
      },
      body,
    };
  },
};
