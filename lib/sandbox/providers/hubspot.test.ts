import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '@/lib/sandbox/sandbox';

const START = Date.UTC(2026, 10, 20, 9, 17, 3);
const REDIRECT = 'http://localhost:3000/cb';
let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
});

async function token(account: string): Promise<string> {
  const allowed = await sandbox.fetch(
    new Request('http://sandbox/app.hubspot.com/oauth/authorize', {
      method: 'POST',
      body: new URLSearchParams({
        client_id: 'sandbox',
        redirect_uri: REDIRECT,
        account,
        decision: 'allow',
        scope: 'oauth crm.objects.contacts.read crm.objects.deals.read tickets',
      }),
    }),
  );
  const code = new URL(allowed.headers.get('location')!).searchParams.get('code')!;
  const answer = await sandbox.fetch(
    new Request('http://sandbox/api.hubapi.com/oauth/v3/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        client_id: 'sandbox',
        client_secret: 'sandbox',
      }),
    }),
  );
  return ((await answer.json()) as { access_token: string }).access_token;
}
async function call(bearer: string, path: string, body?: unknown) {
  const response = await sandbox.fetch(
    new Request(`http://sandbox/api.hubapi.com${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${bearer}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as {
      results: { id: string; properties: Record<string, string | null>; archived: boolean }[];
      total: number;
      paging?: { next: { after: string } };
      category: string;
      policyName: string;
      message: string;
    },
  };
}
const search = (bearer: string, body: unknown) =>
  call(bearer, '/crm/v3/objects/contacts/search', body);

describe('HubSpot sandbox', () => {
  it('counts requests in a window and says so in headers and in the refusal', async () => {
    const bearer = await token('globex');
    const first = await call(bearer, '/crm/v3/objects/deals');
    expect([
      first.headers.get('x-hubspot-ratelimit-max'),
      first.headers.get('x-hubspot-ratelimit-remaining'),
    ]).toEqual(['110', '109']);
    for (let i = 0; i < 109; i++) await call(bearer, '/crm/v3/objects/deals');
    expect(await call(bearer, '/crm/v3/objects/deals')).toMatchObject({
      status: 429,
      body: { policyName: 'TEN_SECONDLY_ROLLING', errorType: 'RATE_LIMIT' },
    });
    // Another account and the search bucket are not touched.
    expect((await call(await token('acme'), '/crm/v3/objects/deals')).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await search(bearer, {})).status).toBe(200);
    expect(await search(bearer, {})).toMatchObject({
      status: 429,
      body: { policyName: 'SECONDLY' },
    });
    clock += 10_000;
    expect((await call(bearer, '/crm/v3/objects/deals')).status).toBe(200);
  });

  it('gives ten records by default, at most a hundred, no unknown properties, null for what is empty', async () => {
    const bearer = await token('globex');
    const { body } = await call(bearer, '/crm/v3/objects/contacts?properties=email,mobilephone');
    expect(
      (await call(bearer, '/crm/v3/objects/contacts?properties=email,nonsense')).body,
    ).toMatchObject({
      category: 'VALIDATION_ERROR',
      message: expect.stringContaining('"nonsense" does not exist'),
    });
    expect(body.results).toHaveLength(10);
    expect(Object.keys(body.results[0]!.properties).sort()).toEqual([
      'createdate',
      'email',
      'hs_object_id',
      'lastmodifieddate',
      'mobilephone',
    ]);
    expect((await call(bearer, '/crm/v3/objects/contacts?limit=101')).body.category).toBe(
      'VALIDATION_ERROR',
    );
    expect((await call(bearer, '/crm/v3/objects/contacts?after=zzz')).status).toBe(400);
    const last = await call(bearer, '/crm/v3/objects/contacts?limit=100');
    expect(last.body).not.toHaveProperty('paging');
    const phones = (
      await call(bearer, '/crm/v3/objects/contacts?limit=100&properties=mobilephone')
    ).body.results.map((r) => r.properties.mobilephone);
    expect(phones).toContain(null);
    expect(phones.some((phone) => typeof phone === 'string')).toBe(true);
  });

  it('search reaches 10,000 results and no further', async () => {
    sandbox.control.limits({ off: true });
    const bearer = await token('bulk-10400');
    const at9800 = await search(bearer, { limit: 200, after: '9800' });
    expect(at9800.body).toMatchObject({ total: 10_400, paging: { next: { after: '10000' } } });
    expect(await search(bearer, { limit: 200, after: '10000' })).toMatchObject({
      status: 400,
      body: { category: 'VALIDATION_ERROR' },
    });
  });

  it('search compares ids as text and dates as times', async () => {
    sandbox.control.limits({ off: true });
    const bearer = await token('bulk-12000');
    const ids = async (operator: string, value: string) =>
      (
        await search(bearer, {
          limit: 200,
          sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
          filterGroups: [{ filters: [{ propertyName: 'hs_object_id', operator, value }] }],
        })
      ).body;
    // 1000000 to 1000399, then 10000000 to 10011599. As numbers, 11,600 ids are above 1000399; as
    // text, 7,610.
    expect((await ids('GT', '1000399')).total).toBe(7_610);
    expect((await ids('GT', '1000398')).results.slice(0, 2).map((r) => r.id)).toEqual([
      '10003980',
      '10003981',
    ]);
    expect((await ids('GTE', '10000000')).total).toBe(11_999);
    const { created } = sandbox.control.mutate({
      provider: 'hubspot',
      account: 'bulk-12000',
      stream: 'contacts',
      create: 4,
    });
    const filters = (extra: object) => ({
      filterGroups: [{ filters: [{ propertyName: 'lastmodifieddate', ...extra }] }],
    });
    for (const value of [String(START), new Date(START).toISOString()])
      expect(
        (await search(bearer, filters({ operator: 'GTE', value }))).body.results
          .map((r) => r.id)
          .sort(),
      ).toEqual([...created].sort());
    expect(
      (
        await search(
          bearer,
          filters({ operator: 'BETWEEN', value: String(START), highValue: String(START) }),
        )
      ).body.total,
    ).toBe(4);
    expect(
      (await search(bearer, filters({ operator: 'GT', value: String(START) }))).body.total,
    ).toBe(0);
    expect(
      (await search(bearer, filters({ operator: 'LT', value: String(START) }))).body.total,
    ).toBe(12_000);
  });

  it('refuses searches HubSpot would refuse', async () => {
    sandbox.control.limits({ off: true });
    const bearer = await token('globex');
    const filter = { propertyName: 'email', operator: 'HAS_PROPERTY' };
    for (const body of [
      { limit: 201 },
      { after: 'x' },
      { filterGroups: [{ filters: [{ propertyName: 'nonsense', operator: 'EQ', value: '1' }] }] },
      { filterGroups: [{ filters: [{ ...filter, operator: 'LIKE' }] }] },
      { filterGroups: Array.from({ length: 6 }, () => ({ filters: [filter] })) },
      [],
    ])
      expect((await search(bearer, body)).status).toBe(400);
    expect((await search(bearer, { filterGroups: [{ filters: [filter] }] })).status).toBe(200);
  });

  it.each<[string, string, number]>([
    ['initech', 'tickets', 500],
    ['initech', 'contacts', 200],
    ['stark', 'contacts', 503],
  ])('%s answers %s with %i, also after a restart', async (account, stream, status) => {
    const bearer = await token(account);
    for (let round = 0; round < 2; round++) {
      expect((await call(bearer, `/crm/v3/objects/${stream}`)).status).toBe(status);
      expect((await call(bearer, '/account-info/v3/details')).status).toBe(200);
      sandbox = createSandbox({ now: () => clock });
    }
  });

  it('wayne takes five calls an hour, then asks to wait a quarter of one', async () => {
    const bearer = await token('wayne');
    for (let i = 0; i < 5; i++)
      expect((await call(bearer, '/crm/v3/objects/deals')).status).toBe(200);
    const refused = await call(bearer, '/crm/v3/objects/deals');
    expect([refused.status, refused.headers.get('retry-after'), refused.body.policyName]).toEqual([
      429,
      '900',
      'TEN_SECONDLY_ROLLING',
    ]);
    clock += 3_600_000;
    expect((await call(await token('wayne'), '/crm/v3/objects/deals')).status).toBe(200);
  });
});
