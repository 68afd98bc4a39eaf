import { isoFromMs, text } from '@/lib/connectors/kit';
import { good, type Registrar } from '@/lib/webhooks/registrar';

const ME = 'https://gmail.googleapis.com/gmail/v1/users/me';

/**
 * Gmail's watch (Google, 2026-10): what happens in the mailbox goes to a Pub/Sub topic of the
 * operator's own, whose push subscription delivers to one endpoint of the platform. A watch lapses
 * after a week at most; Google advises to renew it daily.
 */
export const gmail: Registrar = {
  provider: 'gmail',
  connectors: ['gmail'],
  automatic: true,
  shared: true,
  /** GMAIL_PUSH_TOPIC: "projects/acme/topics/inlet". Without one nothing is watched. */
  setting: 'push_topic',
  hosts: ['gmail.googleapis.com'],
  fields: [],
  register: async ({ ask, given }) => {
    const answer = await ask({
      method: 'POST',
      url: `${ME}/watch`,
      json: { topicName: given.push_topic ?? '' },
    });
    good(answer, 'Google', text(answer.body, 'error.message'));
    const lapses_at = isoFromMs(answer.body, 'expiration');
    return {
      registration: { topic: given.push_topic ?? '' },
      ...(lapses_at ? { lapses_at } : {}),
    };
  },
  remove: async ({ ask }) => {
    await ask({ method: 'POST', url: `${ME}/stop`, json: {} });
  },
};
