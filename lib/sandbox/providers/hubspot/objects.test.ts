import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { ask, hubspotAs, START } from '@/lib/sandbox/testing';

interface Page {
  results: { id: string; properties: Record<string, string | null>; associations?: object }[];
  paging?: { next: { after: string; link: string } };
  category?: string;
  message?: string;
  numErrors?: number;
}
let sandbox: ReturnType<typeof createSandbox>;
let headers: Record<string, string>;
beforeEach(async () => {
  sandbox = createSandbox({ now: () => START });
  sandbox.control.limits({ off: true });
  headers = await hubspotAs(sandbox, 'globex');
});
const at = <Body = Page>(path: string, body?: unknown) =>
  ask<Body>(sandbox, `api.hubapi.com${path}`, headers, body);
const contacts = (query = '') => at(`/crm/v3/objects/contacts${query}`);
const idsIn = ({ body }: { body: Page }) => body.results.map((r) => r.id);
const records = (stream: string) =>
  sandbox.control.records({ provider: 'hubspot', account: 'globex', stream });

describe('HubSpot lists', () => {
  it.each([
    'properties=email&properties=jobtitle',
    'properties=email,jobtitle',
    'properties=email%2Cjobtitle',
  ])('?%s gives both properties', async (query) => {
    const { properties } = (await contacts(`?${query}`)).body.results[0]!;
    expect(properties.email).toContain('@');
    expect(properties.jobtitle).toMatch(/\w/);
  });

  it('the link to the next page keeps everything that was asked', async () => {
    const first = await contacts('?limit=7&properties=email&properties=phone&archived=false');
    const link = new URL(first.body.paging!.next.link);
    expect(link.origin).toBe('https://api.hubapi.com');
    expect([...link.searchParams]).toEqual([
      ['limit', '7'],
      ['properties', 'email'],
      ['properties', 'phone'],
      ['archived', 'false'],
      ['after', first.body.paging!.next.after],
    ]);
    const second = await at(`${link.pathname}${link.search}`);
    expect(second.body.results).toHaveLength(7);
    expect(Object.keys(second.body.results[0]!.properties)).toContain('phone');
    expect(idsIn(second)).not.toEqual(expect.arrayContaining(idsIn(first)));
  });

  it.each(['true', 'True', 'TRUE'])('archived=%s lists the archived', async (word) => {
    const { deleted } = records('contacts');
    expect(deleted.length).toBeGreaterThan(0);
    expect(idsIn(await contacts(`?limit=100&archived=${word}`))).toEqual(deleted.map((r) => r.id));
  });

  it('owners answer with and without a slash, by mail, and one by either of its ids', async () => {
    const plain = await at('/crm/v3/owners');
    expect(idsIn(plain)).toHaveLength(4);
    expect((await at('/crm/v3/owners/')).body).toEqual(plain.body);
    const one = plain.body.results[1] as unknown as { id: string; userId: number; email: string };
    expect(idsIn(await at(`/crm/v3/owners?email=${one.email}`))).toEqual([one.id]);
    expect((await at(`/crm/v3/owners/${one.id}`)).body).toEqual(one);
    expect((await at(`/crm/v3/owners/${one.userId}?idProperty=userId`)).body).toEqual(one);
    expect((await at('/crm/v3/owners/1')).status).toBe(404);
  });

  it.each([
    ['contacts', 'contact', '0-1'],
    ['companies', 'company', '0-2'],
    ['deals', 'Deal', '0-3'],
    ['tickets', 'TICKETS', '0-5'],
  ])('%s are also %s and %s', async (...names) => {
    const [first, ...others] = await Promise.all(
      names.map(async (name) => idsIn(await at(`/crm/v3/objects/${name}`))),
    );
    expect(first).toHaveLength(names[0] === 'tickets' ? 9 : 10);
    for (const other of others) expect(other).toEqual(first);
  });

  it('history halves the page and comes with its times', async () => {
    const { body } = await at<{ results: { propertiesWithHistory: Record<string, object[]> }[] }>(
      '/crm/v3/objects/deals?limit=50&propertiesWithHistory=amount',
    );
    expect(body.results[0]!.propertiesWithHistory.amount![0]).toHaveProperty('timestamp');
    expect((await at('/crm/v3/objects/deals?limit=51&propertiesWithHistory=amount')).status).toBe(
      400,
    );
  });
});

describe('HubSpot refuses', () => {
  it.each([
    ['/crm/v3/objects/contacts?fields=email', 'Unknown parameter: fields'],
    ['/crm/v3/objects/contacts?Limit=10', 'Unknown parameter: Limit'],
    ['/crm/v3/objects/contacts?__proto__=1', 'Unknown parameter: __proto__'],
    ['/crm/v3/objects/contacts?updatedAfter=2026-01-01', 'Unknown parameter: updatedAfter'],
    ['/crm/v3/objects/contacts?limit=0', 'Invalid limit'],
    ['/crm/v3/objects/contacts?limit=1e1', 'Invalid limit'],
    ['/crm/v3/objects/contacts?limit=10&limit=20', 'Invalid limit'],
    ['/crm/v3/objects/contacts?archived=yes', 'Invalid archived'],
    ['/crm/v3/objects/contacts?properties=emial', '"emial" does not exist'],
    ['/crm/v3/objects/deals?properties=email', '"email" does not exist'],
    ['/crm/v3/owners?properties=email', 'Unknown parameter: properties'],
    ['/crm/v3/properties/contacts?limit=5', 'Unknown parameter: limit'],
    ['/account-info/v3/details?portal=1', 'Unknown parameter: portal'],
  ])('%s', async (path, message) => {
    const { status, body } = await at(path);
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(body.message).toContain(message);
  });

  it('object types, paths and methods that are not there', async () => {
    expect((await at('/crm/v3/objects/contcats')).body).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      message: 'Unable to infer object type from: contcats',
    });
    expect((await at('/crm/v3/objects/constructor')).status).toBe(404);
    expect((await at('/crm/v3/object/contacts')).status).toBe(404);
    expect((await at('/crm/v3/objects/contacts', {})).status).toBe(405);
    expect((await at('/crm/v3/objects/contacts/search')).status).toBe(404);
    // A stranger learns nothing about paths.
    expect((await ask(sandbox, 'api.hubapi.com/crm/v3/nothing')).status).toBe(401);
  });

  it('what the scopes do not allow, naming the scope', async () => {
    headers = await hubspotAs(sandbox, 'globex', 'oauth crm.objects.contacts.read');
    expect((await contacts()).status).toBe(200);
    for (const [path, scope] of [
      ['/crm/v3/objects/0-3', 'crm.objects.deals.read'],
      ['/crm/v3/owners/', 'crm.objects.owners.read'],
      ['/crm/v3/pipelines/tickets', 'tickets'],
      ['/crm/v4/objects/contacts/1000001/associations/companies', 'crm.objects.companies.read'],
    ])
      expect(await at(path!)).toMatchObject({
        status: 403,
        body: {
          category: 'MISSING_SCOPES',
          errors: [{ context: { requiredGranularScopes: [scope] } }],
        },
      });
  });
});

describe('HubSpot single records', () => {
  it('come by id, by a unique property, and archived only when asked', async () => {
    const [first] = (await contacts()).body.results;
    const one = await at<Page['results'][0]>(`/crm/v3/objects/contacts/${first!.id}`);
    expect(one.body).toEqual(first);
    const { email } = first!.properties;
    expect((await at(`/crm/v3/objects/contact/${email}?idProperty=email`)).body).toEqual(first);
    expect((await at(`/crm/v3/objects/contacts/${email}?idProperty=phone`)).status).toBe(400);
    const [gone] = records('contacts').deleted;
    expect((await at(`/crm/v3/objects/contacts/${gone!.id}`)).status).toBe(404);
    expect((await at(`/crm/v3/objects/contacts/${gone!.id}?archived=true`)).body).toMatchObject({
      archived: true,
      archivedAt: gone!.deleted_at,
    });
    expect((await at('/crm/v3/objects/contacts/1')).body.category).toBe('OBJECT_NOT_FOUND');
  });

  it('come in batches, with 207 where some are missing', async () => {
    const ids = idsIn(await contacts()).slice(0, 3);
    const read = (inputs: unknown, more = {}) =>
      at('/crm/v3/objects/contacts/batch/read', { inputs, properties: ['email'], ...more });
    const whole = await read(ids.map((id) => ({ id })));
    expect([whole.status, idsIn(whole)]).toEqual([200, ids]);
    const part = await read([{ id: ids[0] }, { id: '1' }]);
    expect([part.status, idsIn(part), part.body.numErrors]).toEqual([207, [ids[0]], 1]);
    expect((await read([])).status).toBe(400);
    expect((await read(ids)).status).toBe(400);
    expect(
      (
        await read(
          ids.map((id) => ({ id })),
          { idPropery: 'email' },
        )
      ).status,
    ).toBe(400);
  });

  it('associations agree in the list, in v4 and from the other side', async () => {
    const { body } = await at<{
      results: { id: string; associations?: { companies: { results: { id: string }[] } } }[];
    }>('/crm/v3/objects/contacts?associations=companies');
    const [contact] = body.results.filter((r) => r.associations);
    const company = contact!.associations!.companies.results[0]!.id;
    const single = await at<{ results: { toObjectId: number }[] }>(
      `/crm/v4/objects/contacts/${contact!.id}/associations/0-2`,
    );
    expect(single.body.results).toMatchObject([
      { toObjectId: Number(company), associationTypes: [{ typeId: 279 }] },
    ]);
    const back = await at<{ results: { to: { toObjectId: number }[] }[] }>(
      '/crm/v4/associations/companies/contacts/batch/read',
      { inputs: [{ id: company }, { id: '1' }] },
    );
    expect(back.status).toBe(207);
    expect(back.body.results[0]!.to.map((one) => String(one.toObjectId))).toContain(contact!.id);
  });

  it('properties and pipelines are described', async () => {
    const { body } = await at<{ results: { name: string; type: string }[] }>(
      '/crm/v3/properties/deals',
    );
    expect(body.results.find((p) => p.name === 'amount')?.type).toBe('number');
    expect(body.results.find((p) => p.name === 'closedate')?.type).toBe('datetime');
    expect((await at('/crm/v3/properties/deals/amount')).body).toMatchObject({ name: 'amount' });
    expect((await at('/crm/v3/properties/deals/email')).status).toBe(404);
    const { results } = (await at('/crm/v3/pipelines/deals')).body;
    expect(results[0]).toMatchObject({ id: 'default', stages: expect.any(Array) });
    expect((await at('/crm/v3/pipelines/deals/default')).body).toEqual(results[0]);
    expect((await at('/crm/v3/pipelines/contacts')).status).toBe(404);
  });
});
