import { text } from '@/lib/connectors/kit';
import { field, good, RegistrationRefused, type Registrar } from '@/lib/webhooks/registrar';

const APPLICATION = 'https://discord.com/api/v10/applications/@me';
/** Being added to a server or taken out of it, and what is bought: all there is for every app. */
const TYPES = ['APPLICATION_AUTHORIZED', 'APPLICATION_DEAUTHORIZED', 'ENTITLEMENT_CREATE'];

/**
 * Discord's webhook events (discord.com/developers, 2026-10). Discord pings the address before it
 * answers: the key it signs with has to be known here by then.
 */
export const discord: Registrar = {
  provider: 'discord',
  connectors: [],
  hosts: ['discord.com'],
  fields: [
    field('bot_token', 'Bot token', 'Under Bot in the developer portal. It is not kept.', {
      secret: true,
    }),
  ],
  prepare: async ({ ask, given }) => {
    const answer = good(
      await ask({ url: APPLICATION, headers: bot(given) }),
      'Discord',
      'the token is not known',
    );
    const key = text(answer.body, 'verify_key');
    if (key === null) throw new RegistrationRefused('Discord did not name the key it signs with.');
    return key;
  },
  register: async ({ ask, url, given }) => {
    const answer = await ask({
      method: 'PATCH',
      url: APPLICATION,
      headers: bot(given),
      json: { event_webhooks_url: url, event_webhooks_status: 2, event_webhooks_types: TYPES },
    });
    good(answer, 'Discord', text(answer.body, 'message'));
    return { registration: { application_id: text(answer.body, 'id') ?? '' } };
  },
};

const bot = (given: Readonly<Record<string, string>>) => ({
  authorization: `Bot ${given.bot_token}`,
});
