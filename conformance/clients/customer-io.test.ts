import { APIClient, RegionUS } from 'customerio-node';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS } from '@/lib/sandbox/data/customer-io';
import { fault, sameAs } from '../sandbox.ts';

const [account] = ACCOUNTS;
const customers = () => new APIClient(account!.key, { region: RegionUS });
const of = (stream: string) => ({ provider: 'customer-io', account: account!.name, stream });
type Page = { next: string } & Record<string, { id: string | number; cio_id: string }[]>;

describe('customerio-node', () => {
  it('lists segments, and what people did to the last page', async () => {
    const { segments } = (await customers().listSegments()) as Page;
    await sameAs(
      of('segments'),
      segments!.map(({ id }) => id),
    );
    const found: (string | number)[] = [];
    let start = '';
    do {
      const page = (await customers().listActivities({ limit: 100, start })) as Page;
      found.push(...page.activities!.map(({ id }) => id));
      start = page.next;
    } while (start !== '');
    await sameAs(of('activities'), found);
  });

  it('finds people by what is known of them', async () => {
    const everybody = { not: { attribute: { field: 'email', operator: 'eq', value: 'nobody' } } };
    const page = (await customers().searchCustomers(everybody as never, { limit: 2 })) as Page;
    expect(page.identifiers).toHaveLength(2);
    expect(page.next).not.toBe('');
  });

  it('waits as a limit says', async () => {
    await fault({ provider: 'customer-io', kind: '429', times: 1, retry_after: 1 });
    const { segments } = (await customers().listSegments()) as Page;
    expect(segments!.length).toBeGreaterThan(0);
  });

  it('is told of a key nobody knows', async () => {
    const stranger = new APIClient('of nobody', { region: RegionUS });
    await expect(stranger.listExports()).rejects.toMatchObject({ statusCode: 401 });
  });
});
