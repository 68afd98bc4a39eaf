import { personId } from '@/lib/sandbox/data/microsoft';
import type { Telling } from '@/lib/sandbox/kit/telling';

/** Microsoft Graph's change notifications (2026-08): every item carries the client state. */
export const outlook: Telling = {
  greet: () => ({
    query: '?validationToken=Validation%3A+sandbox',
    headers: { 'content-type': 'text/plain' },
    body: '',
  }),
  tell: ({ id, account, secret, ends }, { stream, item, what }) =>
    stream === 'messages'
      ? {
          headers: {},
          body: JSON.stringify({
            value: [
              {
                subscriptionId: id,
                subscriptionExpirationDateTime: new Date(ends ?? 0).toISOString(),
                clientState: secret,
                changeType: what,
                resource: `users/${personId(account)}/messages/${item.id}`,
                resourceData: {
                  '@odata.type': '#Microsoft.Graph.Message',
                  '@odata.etag': `W/"${item.rev}"`,
                  id: item.id,
                },
              },
            ],
          }),
        }
      : null,
};
