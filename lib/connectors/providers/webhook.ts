import { arrives, canonical, defineConnector, defineStream, text } from '@/lib/connectors/kit';

/** Standard Webhooks 1.0, standardwebhooks.com, 2026-10. */
export default defineConnector({
  type: 'webhook',
  name: 'Webhook',
  description: 'Whatever you send to an address of your own, signed by Standard Webhooks.',
  category: 'custom',
  docs_url: 'https://www.standardwebhooks.com',
  keywords: ['http', 'events', 'custom', 'svix', 'standard webhooks'],
  default_cadence: '1d',
  promises: [
    'Nothing is called: it only listens at an address that nobody can guess.',
    'What is not signed with your secret is refused and not kept.',
    'The secret can be changed at any time; the one before goes on working for a day.',
  ],
  hosts: [],
  auth: { method: 'webhook', receiver: 'standard' },
  limits: [],
  errors: [],
  streams: [
    defineStream({
      name: 'events',
      description: 'Each delivery, as it was sent; one that is sent again is the same',
      full: arrives(),
      deletions: { by: 'none', why: 'What was sent is not taken back.' },
      canonical: canonical('activities', 1, {
        title: 'body.type',
        kind: 'body.type',
        at: (event) => text(event, 'body.timestamp') ?? text(event, 'received_at'),
      }),
    }),
  ],
});
