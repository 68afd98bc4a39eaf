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
let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
let headers: Record<string, string>;
beforeEach(async () => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
  sandbox.control.limits({ off: true });
  headers = await hubspotAs(sandbox, 'globex');
});
const at = <Body = Page>(path: string, body?: unknown) =>
  ask<Body>(sandbox, `api.hubapi.com${path}`, headers, body);
const contacts = (query = '') => at(`/crm/v3/objects/contacts${query}`);
const idsIn = ({ body }: { body: Page }) => body.results.map((r) => r.id);
const records = (stream: string) =>
  sandbox.control.records({ provider: 'hubspot', account: 'globex', stream });

describe('HubSpot versions named by a date', () => {
  const FORMS = [
    ['/crm/v3/objects/contacts', '/crm/objects/2026-03/contacts'],
    ['/crm/v3/objects/contacts', '/crm/objects/2026-09/0-1'],
    ['/crm/v3/objects/contacts/1000001', '/crm/objects/2025-09/contacts/1000001'],
    ['/crm/v3/owners', '/crm/owners/2026-09'],
    ['/crm/v3/properties/deals', '/crm/properties/2026-03/deals'],
    ['/crm/v3/pipelines/deals', '/crm/pipelines/2026-03/deals'],
    ['/account-info/v3/details', '/account-info/2026-09/details'],
    [
      '/crm/v4/objects/contacts/1000001/associations/companies',
      '/crm/objects/2026-09/contacts/1000001/associations/companies',
    ],
  ] as const;
  const withoutLink = (body: Page) => ({ ...body, paging: body.paging?.next.after });

  it.each(FORMS)('%s and %s answer the same', async (old, dated) => {
    const [a, b] = [await at(old), await at(dated)];
    expect(a.status).toBe(200);
    expect(withoutLink(b.body)).toEqual(withoutLink(a.body));
  });

  it.each(FORMS)('only %s, or only %s, as the mode says', async (old, dated) => {
    const mode = (value: string) =>
      sandbox.control.mode({ provider: 'hubspot', name: 'paths', value });
    mode('old');
    expect([(await at(old)).status, (await at(dated)).status]).toEqual([200, 404]);
    mode('new');
    expect([(await at(old)).status, (await at(dated)).status]).toEqual([410, 200]);
    mode('both');
    expect([(await at(old)).status, (await at(dated)).status]).toEqual([200, 200]);
  });

  it('a version that never was is not there', async () => {
    expect((await at('/crm/objects/2026-04/contacts')).status).toBe(404);
    expect((await at('/crm/objects/v3/contacts')).status).toBe(404);
  });
});

describe('HubSpot records that leave without a trace', () => {
  const target = { provider: 'hubspot', account: 'globex', stream: 'contacts' };
  const listed = async () => [
    ...idsIn(await contacts('?limit=100')),
    ...idsIn(await contacts('?limit=100&archived=true')),
  ];
  const found = async () =>
    idsIn(await at('/crm/v3/objects/contacts/search', { limit: 200, properties: ['email'] }));

  it('a merged one is in no listing, and its id answers the survivor', async () => {
    const [from, into] = idsIn(await contacts());
    clock += 5_000;
    sandbox.control.mutate({ ...target, merge: [{ from: from!, into: into! }] });
    for (const ids of [await listed(), await found()]) {
      expect(ids).not.toContain(from);
      expect(ids).toContain(into);
    }
    const one = await at<Page['results'][0]>(`/crm/v3/objects/contacts/${from}`);
    expect(one.body).toMatchObject({
      id: into,
      archived: false,
      updatedAt: new Date(clock).toISOString(),
      properties: { hs_merged_object_ids: from },
    });
    expect((await at(`/crm/v3/objects/contacts/${from}?archived=true`)).status).toBe(404);
    const all = await contacts('?limit=100&properties=hs_merged_object_ids');
    expect(all.body.results.find((r) => r.id === into)!.properties).toMatchObject({
      hs_merged_object_ids: from,
    });
  });

  it('merges follow one another', async () => {
    const [a, b, c] = idsIn(await contacts());
    sandbox.control.mutate({ ...target, merge: [{ from: a!, into: b! }] });
    sandbox.control.mutate({ ...target, merge: [{ from: b!, into: c! }] });
    expect((await at(`/crm/v3/objects/contacts/${a}`)).body).toMatchObject({
      id: c,
      properties: { hs_merged_object_ids: `${a};${b}` },
    });
    expect(() => sandbox.control.mutate({ ...target, merge: [{ from: a!, into: c! }] })).toThrow(
      'no record',
    );
  });

  it('an erased one is nowhere', async () => {
    const [id] = idsIn(await contacts());
    const [gone] = records('contacts').deleted;
    sandbox.control.mutate({ ...target, erase: [id!, gone!.id] });
    for (const ids of [await listed(), await found()]) {
      expect(ids).not.toContain(id);
      expect(ids).not.toContain(gone!.id);
    }
    for (const query of ['', '?archived=true'])
      expect((await at(`/crm/v3/objects/contacts/${id}${query}`)).status).toBe(404);
  });

  it('a restored one may keep the change time it was archived with', async () => {
    const [id] = idsIn(await contacts());
    sandbox.control.mutate({ ...target, ids: [id!], delete: 1 });
    const archived = records('contacts').deleted.find((r) => r.id === id)!;
    clock += 60_000;
    sandbox.control.mutate({ ...target, restore: [id!], silent: true });
    expect(records('contacts').live.find((r) => r.id === id)).toEqual({
      ...archived,
      deleted_at: null,
    });
    sandbox.control.mutate({ ...target, ids: [id!], delete: 1 });
    clock += 60_000;
    sandbox.control.mutate({ ...target, restore: [id!] });
    expect(records('contacts').live.find((r) => r.id === id)!.updated_at).toBe(
      new Date(clock).toISOString(),
    );
  });
});
