import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { Who } from '@/lib/sandbox/kit/oauth';
import { oneOf, required, text, value } from '@/lib/sandbox/kit/params';
import type { World } from '@/lib/sandbox/kit/world';
import { googleKeys } from '@/lib/sandbox/webhooks/google';

interface Facts {
  cost: number;
}
const { post, open } = endpointsFor<Who, Facts>();
/** A watch that is not renewed ends after a week. */
const LIFE_MS = 7 * 86_400_000;

const nameOf = (account: string): string => `watch:${account}`;

/** Whether what happens in a mailbox is pushed now. */
export const isWatched = (account: string, world: World): boolean =>
  Number(world.memory.get(nameOf(account)) ?? 0) > world.now();

/**
 * Gmail's watch, and the keys Google signs push tokens with (@googleapis/gmail 18; Google's guide
 * to push, 2026-08). What is pushed goes where the topic's subscription says: an address that is
 * given to the sandbox by a control call.
 */
export const watchEndpoints = (latest: (account: string, world: World) => string) => [
  post('/gmail/v1/users/me/watch', {
    cost: 100,
    body: {
      topicName: required(text(/^projects\/[\w-]+\/topics\/[\w.~+%-]+$/, 'is not a topic name')),
      labelIds: value(),
      labelFilterBehavior: oneOf(['include', 'exclude'], null),
    },
    answer: ({ who: { account }, world }) => {
      const expiration = world.now() + LIFE_MS;
      world.memory.set(nameOf(account), expiration);
      return json(200, { historyId: latest(account, world), expiration: String(expiration) });
    },
  }),
  post('/gmail/v1/users/me/stop', {
    cost: 50,
    answer: ({ who: { account }, world }) => {
      world.memory.delete(nameOf(account));
      return { status: 204, headers: {}, body: '' };
    },
  }),
  open.get('www.googleapis.com/oauth2/v3/certs', {
    answer: () => json(200, { keys: [googleKeys().published] }),
  }),
];
