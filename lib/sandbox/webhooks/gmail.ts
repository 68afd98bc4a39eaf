import { addressOf, historyId } from '@/lib/sandbox/data/gmail';
import type { Telling } from '@/lib/sandbox/kit/telling';
import { isWatched } from '@/lib/sandbox/providers/gmail/watch';
import { pushToken } from '@/lib/sandbox/webhooks/google';

/**
 * Gmail by Cloud Pub/Sub: while a mailbox is watched, that its history went on. The secret of the
 * address is the service account that pushes.
 */
export const gmail: Telling = {
  tell: ({ id, account, url, secret }, { stream, item }, world) => {
    if (stream !== 'messages' || !isWatched(account, world)) return null;
    const at = item.deleted ?? item.updated;
    const said = { emailAddress: addressOf(account), historyId: Number(historyId(at)) };
    return {
      headers: { authorization: `Bearer ${pushToken(url, secret, world.now())}` },
      body: JSON.stringify({
        message: {
          data: Buffer.from(JSON.stringify(said)).toString('base64'),
          messageId: `${item.n}${at}`,
          publishTime: new Date(at).toISOString(),
        },
        subscription: `projects/sandbox/subscriptions/${id}`,
      }),
    };
  },
};
