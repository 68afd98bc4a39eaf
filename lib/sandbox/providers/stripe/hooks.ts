import { createHash } from 'node:crypto';
import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { required, text } from '@/lib/sandbox/kit/params';
import type { Param } from '@/lib/sandbox/kit/params';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

const { post, remove } = endpointsFor<string>();
const MOST_EVENTS = 40;
const EVENTS = Object.fromEntries(
  Array.from({ length: MOST_EVENTS }, (_, i): [string, Param<string | null>] => [
    `enabled_events[${i}]`,
    text(/^[\w.*]+$/),
  ]),
);

/** Webhook endpoints (API reference, 2026-10): the secret is Stripe's, and said this once. */
export const hookEndpoints = [
  post('/v1/webhook_endpoints', {
    form: { url: required(text()), description: text(), ...EVENTS },
    answer: ({ who, world, body }) => {
      const url = String(body.url);
      const digest = createHash('sha256').update(`${url}${world.now()}`).digest('hex');
      const secret = `whsec_${digest.slice(0, 32)}`;
      const hook = world.hooks().add({ provider: 'stripe', account: who, url, secret, ends: null });
      if (!hook) return refuseParameter('url', url, 'is not a publicly accessible address');
      return json(200, { id: hook.id, object: 'webhook_endpoint', url, secret, status: 'enabled' });
    },
  }),
  remove('/v1/webhook_endpoints/{id}', {
    answer: ({ world, path }) => {
      const id = String(path.id);
      if (world.hooks().remove(id)) return json(200, { id, deleted: true });
      throw new Refused({ status: 404, why: 'not_found', message: 'No such webhook endpoint' });
    },
  }),
];
