import { text } from '@/lib/connectors/kit';
import { Forgotten, good, type Registrar } from '@/lib/webhooks/registrar';

const SUBSCRIPTIONS = 'https://graph.microsoft.com/v1.0/subscriptions';
/** Under all that sources name as the longest (4,230 and 10,080 minutes). */
const LIFE_MS = 48 * 3_600_000;
/** What is new in the directory is told of as changed. */
const WATCHED: Readonly<Record<string, object>> = {
  outlook: { resource: '/me/messages', changeType: 'created,updated,deleted' },
  o365: { resource: '/users', changeType: 'updated,deleted' },
};
const PREFER = { prefer: 'IdType="ImmutableId"' };

/**
 * Microsoft Graph subscriptions (2026-08). Graph confirms the address while it answers, and again
 * for lifecycle notifications, which tell of a subscription that was removed or missed something.
 */
export const microsoft: Registrar = {
  provider: 'microsoft',
  connectors: ['outlook', 'o365'],
  automatic: true,
  hosts: ['graph.microsoft.com'],
  fields: [],
  register: async ({ ask, connector_type, url, secret, now_ms }) => {
    const expirationDateTime = new Date(now_ms + LIFE_MS).toISOString();
    const answer = await ask({
      method: 'POST',
      url: SUBSCRIPTIONS,
      headers: PREFER,
      json: {
        ...WATCHED[connector_type ?? ''],
        notificationUrl: url,
        lifecycleNotificationUrl: url,
        expirationDateTime,
        clientState: secret,
      },
    });
    good(answer, 'Microsoft', text(answer.body, 'error.message'));
    return {
      registration: { subscription_id: text(answer.body, 'id') ?? '' },
      lapses_at: text(answer.body, 'expirationDateTime') ?? expirationDateTime,
    };
  },
  renew: async ({ ask, now_ms }, { subscription_id = '' }) => {
    const expirationDateTime = new Date(now_ms + LIFE_MS).toISOString();
    const answer = await ask({
      method: 'PATCH',
      url: `${SUBSCRIPTIONS}/${subscription_id}`,
      json: { expirationDateTime },
    });
    if (answer.status === 404) throw new Forgotten('Microsoft does not know the subscription.');
    good(answer, 'Microsoft', text(answer.body, 'error.message'));
    return {
      registration: { subscription_id },
      lapses_at: text(answer.body, 'expirationDateTime') ?? expirationDateTime,
    };
  },
  remove: async ({ ask }, { subscription_id = '' }) => {
    await ask({ method: 'DELETE', url: `${SUBSCRIPTIONS}/${subscription_id}` });
  },
};
