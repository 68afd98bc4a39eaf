import { newId } from '@/lib/platform/ids';
import { organization, record } from '@/lib/sandbox/data/linear';
import type { Stream } from '@/lib/sandbox/data/linear';
import type { Telling } from '@/lib/sandbox/kit/telling';
import { hmac } from '@/lib/sandbox/webhooks/sign';

const TYPES: Record<string, string> = { issues: 'Issue', projects: 'Project', comments: 'Comment' };
const ACTIONS = { created: 'create', updated: 'update', deleted: 'remove' };

/** Linear's webhooks (@linear/sdk 98): the time is in the body. */
export const linear: Telling = {
  tell: ({ account, secret }, { stream, item, what }, world) => {
    const type = TYPES[stream];
    if (!type) return null;
    const body = JSON.stringify({
      action: ACTIONS[what],
      type,
      organizationId: organization(account).id,
      data: record(account, stream as Stream, item),
      webhookTimestamp: world.now(),
    });
    return {
      headers: {
        'linear-event': type,
        'linear-delivery': newId(),
        'linear-signature': hmac(secret, body),
      },
      body,
    };
  },
};
