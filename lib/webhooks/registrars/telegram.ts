import { text } from '@/lib/connectors/kit';
import { field, good, type Registrar } from '@/lib/webhooks/registrar';

/** Telegram Bot API 10.1, setWebhook. The token of the bot stands in the path. */
export const telegram: Registrar = {
  provider: 'telegram',
  connectors: [],
  hosts: ['api.telegram.org'],
  fields: [
    field('bot_token', 'Bot token', 'BotFather shows it. It is used now and not kept.', {
      secret: true,
      placeholder: '123456:ABC-DEF…',
      pattern: '^\\d+:[\\w-]{20,}$',
    }),
  ],
  register: async ({ ask, url, secret, given }) => {
    const bot = `https://api.telegram.org/bot${given.bot_token}`;
    const answer = await ask({
      method: 'POST',
      url: `${bot}/setWebhook`,
      json: { url, secret_token: secret, max_connections: 40 },
    });
    good(answer, 'Telegram', text(answer.body, 'description'));
    const me = await ask({ url: `${bot}/getMe` });
    return { registration: { bot: text(me.body, 'result.username') ?? '' } };
  },
};
