import { beforeEach, describe, expect, it } from 'vitest';
import { text } from '@/lib/connectors/kit';
import type { Stream } from '@/lib/connectors/kit';
import salesforce from '@/lib/connectors/providers/salesforce';
import { openAccount } from '@/lib/connectors/testing/account';
import type { OpenAccount } from '@/lib/connectors/testing/account';
import { bench, idsOf, send, sorted, walk } from '@/lib/connectors/testing/walk';
import type { Bench, Transport } from '@/lib/connectors/testing/walk';
import type { Json } from '@/lib/contract/common';

const stream = (name: string): Stream => salesforce.streams.find((s) => s.name === name)!;
let b: Bench;
let account: OpenAccount;
beforeEach(async () => {
  b = bench();
  account = await openAccount(b.sandbox, salesforce, 'globex', {
    given: { login_host: 'globex.my.salesforce.com' },
  });
});

const target = { provider: 'salesforce', account: 'globex' };
/** Downloads in parts so small that there are several. */
const inParts: Transport = ({ query, ...spec }, headers) =>
  send(
    b.sandbox,
    { ...spec, query: query?.maxRecords ? { ...query, maxRecords: 15 } : query },
    headers,
  );
const read = (name: string, config: Record<string, Json> = {}, cut = false) =>
  walk(b, salesforce, stream(name).full, {
    headers: account.headers,
    context: { ...account.context, config },
    transport: inParts,
    id: 'Id',
    cut,
  });
const stored = (name: string, records: readonly Json[]) =>
  records
    .map((record) => stream(name).transform!(record, account.context))
    .sort((x, y) => (text(x!, 'Id')! < text(y!, 'Id')! ? -1 : 1));

describe('Salesforce', () => {
  it('is read where the token answer says, whatever the sign-in was', async () => {
    expect(account.context.account.details.instance_url).toBe('https://globex.my.salesforce.com');
    const { requests } = await read('users');
    expect(new Set(requests.map(({ url }) => new URL(url).host))).toEqual(
      new Set(['globex.my.salesforce.com']),
    );
  });

  it.each(['accounts', 'opportunities', 'tasks', 'users'])(
    'gives the same %s by an export as page by page',
    async (name) => {
      const [paged, exported] = [await read(name), await read(name, { bulk_above: 10 })];
      expect(exported.requests.some(({ url }) => url.includes('/jobs/query'))).toBe(true);
      expect(paged.requests.some(({ url }) => url.includes('/jobs/query'))).toBe(false);
      expect(stored(name, exported.records)).toEqual(stored(name, paged.records));
      const { live } = b.sandbox.control.records({ ...target, stream: name });
      expect(sorted(exported.ids)).toEqual(idsOf(live));
    },
  );

  it('begins an export once, however often the run is cut', async () => {
    const { requests, ids } = await read('contacts', { bulk_above: 10 }, true);
    const begun = requests.filter(({ url, method }) => method === 'POST' && url.endsWith('/query'));
    expect(begun).toHaveLength(1);
    const { live } = b.sandbox.control.records({ ...target, stream: 'contacts' });
    expect(new Set(ids)).toEqual(new Set(idsOf(live)));
  });

  it('never exports what changed since', async () => {
    b.clock.now += 60_000;
    const since = new Date(b.clock.now - 1_000).toISOString();
    const { deleted } = b.sandbox.control.mutate({ ...target, stream: 'leads', delete: 1 });
    const { records, requests } = await walk(b, salesforce, stream('leads').incremental!.walk, {
      headers: account.headers,
      context: { ...account.context, config: { bulk_above: 0 } },
      since,
      id: 'Id',
    });
    expect(requests).toHaveLength(2);
    expect(records).toMatchObject([{ Id: deleted[0], IsDeleted: true }]);
  });
});
