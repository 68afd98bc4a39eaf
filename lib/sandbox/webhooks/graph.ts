import { personId } from '@/lib/sandbox/data/microsoft';
import type { Happening, Telling } from '@/lib/sandbox/kit/telling';

/** What of a provider's records Graph tells of. */
interface Told {
  stream: string;
  type: string;
  resource: (account: string, id: string) => string;
  /** The directory tells of what is new as of what has changed. */
  becomes: (what: Happening['what']) => string;
}

/** Microsoft Graph's change notifications (2026-08): every item carries the client state. */
const telling = ({ stream: of, type, resource, becomes }: Told): Telling => ({
  greet: () => ({
    query: '?validationToken=Validation%3A+sandbox',
    headers: { 'content-type': 'text/plain' },
    body: '',
  }),
  tell: ({ id, account, secret, ends }, { stream, item, what }) =>
    stream === of
      ? {
          headers: {},
          body: JSON.stringify({
            value: [
              {
                subscriptionId: id,
                subscriptionExpirationDateTime: new Date(ends ?? 0).toISOString(),
                clientState: secret,
                changeType: becomes(what),
                resource: resource(account, item.id),
                resourceData: {
                  '@odata.type': type,
                  '@odata.etag': `W/"${item.rev}"`,
                  id: item.id,
                },
              },
            ],
          }),
        }
      : null,
});

export const outlook = telling({
  stream: 'messages',
  type: '#Microsoft.Graph.Message',
  resource: (account, id) => `users/${personId(account)}/messages/${id}`,
  becomes: (what) => what,
});

export const o365 = telling({
  stream: 'users',
  type: '#Microsoft.Graph.User',
  resource: (_, id) => `users/${id}`,
  becomes: (what) => (what === 'created' ? 'updated' : what),
});
