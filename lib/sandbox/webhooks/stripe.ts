import { KINDS, record } from '@/lib/sandbox/data/stripe';
import type { Stream } from '@/lib/sandbox/data/stripe';
import type { Telling } from '@/lib/sandbox/kit/telling';
import { hmac, seconds } from '@/lib/sandbox/webhooks/sign';

/** Stripe's events (stripe-node 23.1): `time.body`, keyed by the whole secret. */
export const stripe: Telling = {
  tell: ({ account, secret }, { stream, item, what }, world) => {
    const { events } = KINDS[stream as Stream];
    const created = seconds(world.now());
    const happened = stream === 'charges' && what === 'created' ? 'succeeded' : what;
    const body = JSON.stringify({
      id: `evt_hook${item.id}${item.rev}${what}`,
      object: 'event',
      created,
      type: `${events}.${happened}`,
      livemode: false,
      data: { object: record(account, stream as Stream, item) },
    });
    const signature = hmac(secret, `${created}.${body}`);
    return { headers: { 'stripe-signature': `t=${created},v1=${signature}` }, body };
  },
};
