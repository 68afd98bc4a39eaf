import { channelIn, teamId, tsIn } from '@/lib/sandbox/data/slack';
import type { Hook } from '@/lib/sandbox/kit/hooks';
import type { Posted, Telling } from '@/lib/sandbox/kit/telling';
import type { World } from '@/lib/sandbox/kit/world';
import { hmac, seconds } from '@/lib/sandbox/webhooks/sign';

const SUBTYPES = {
  created: {},
  updated: { subtype: 'message_changed' },
  deleted: { subtype: 'message_deleted' },
};

/** Slack's Events API (@slack/bolt 5.1): `v0:time:body`. */
export const slack: Telling = {
  greet: (hook, world) => posted(hook, world, { type: 'url_verification', challenge: 'sandbox' }),
  tell: (hook, { stream, item, what }, world) =>
    stream === 'messages'
      ? posted(hook, world, {
          type: 'event_callback',
          team_id: teamId(hook.account),
          api_app_id: 'A0SANDBOX',
          event: {
            type: 'message',
            ...SUBTYPES[what],
            channel: channelIn(item.id),
            ts: tsIn(item.id),
          },
          event_id: `Ev${item.n.toString(36)}${item.rev}${what[0]}`,
          event_time: seconds(world.now()),
        })
      : null,
};

function posted({ secret }: Hook, world: World, content: object): Posted {
  const body = JSON.stringify(content);
  const at = String(seconds(world.now()));
  return {
    headers: {
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${hmac(secret, `v0:${at}:${body}`)}`,
    },
    body,
  };
}
