import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { everything, fault, mutate, sameAs } from '../sandbox.ts';

const ACME = { provider: 'stripe', account: 'acme', stream: 'customers' };
/** Its other one brings an agent of its own, which knows nothing of proxies. */
const httpClient = Stripe.createFetchHttpClient();
const stripe = new Stripe('rk_test_sandbox_acme', { maxNetworkRetries: 2, httpClient });

describe('stripe', () => {
  it('lists customers, invoices, subscriptions and charges to the last page', async () => {
    const ids = async (list: AsyncIterable<{ id?: string }>) =>
      (await everything(list)).map((one) => one.id ?? '');
    await sameAs(ACME, await ids(stripe.customers.list({ limit: 100 })));
    const invoices = await ids(stripe.invoices.list({ limit: 100 }));
    await sameAs({ ...ACME, stream: 'invoices' }, invoices);
    const subscriptions = await ids(stripe.subscriptions.list({ limit: 100, status: 'all' }));
    await sameAs({ ...ACME, stream: 'subscriptions' }, subscriptions);
    await sameAs({ ...ACME, stream: 'charges' }, await ids(stripe.charges.list({ limit: 100 })));
  });

  it('finds what happened among the events', async () => {
    const { updated } = await mutate({ ...ACME, update: 2 });
    const events = await stripe.events.list({ type: 'customer.updated', limit: 100 });
    const about = events.data.map((one) => (one.data.object as { id: string }).id);
    expect(about).toEqual(expect.arrayContaining(updated));
  });

  it('is told of a key nobody knows, and tries again after trouble', async () => {
    const stranger = new Stripe('sk_test_of_nobody', { httpClient });
    await expect(stranger.customers.list()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
    await fault({ provider: 'stripe', kind: '500', times: 1 });
    expect((await stripe.customers.list({ limit: 1 })).data).toHaveLength(1);
  });

  it('is told of what Stripe does not know', async () => {
    const odd = { limit: 1, colour: 'red' } as never;
    await expect(stripe.customers.list(odd)).rejects.toMatchObject({ code: 'parameter_unknown' });
  });
});
