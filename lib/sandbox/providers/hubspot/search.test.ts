import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { ask, hubspotAs, START } from '@/lib/sandbox/testing';

interface Found {
  total: number;
  results: { id: string; properties: Record<string, string | null> }[];
  category?: string;
  message?: string;
  paging?: { next: { after: string } };
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
const search = (kind: string, body: unknown) =>
  ask<Found>(sandbox, `api.hubapi.com/crm/v3/objects/${kind}/search`, headers, body);
const where = (propertyName: string, operator: string, more: object = {}) => ({
  filters: [{ propertyName, operator, ...more }],
  limit: 200,
});
const set = (stream: string, fields: Record<string, Record<string, unknown>>) =>
  sandbox.control.mutate({ provider: 'hubspot', account: 'globex', stream, set: fields });
const deals = () =>
  sandbox.control
    .records({ provider: 'hubspot', account: 'globex', stream: 'deals' })
    .live.map((r) => r.id);

describe('HubSpot search', () => {
  it('honours filters that stand beside the groups', async () => {
    const nobody = { value: 'nobody@nowhere.example' };
    expect((await search('contacts', where('email', 'EQ', nobody))).body.total).toBe(0);
    const { filters } = where('email', 'EQ', nobody);
    expect((await search('contacts', { filterGroups: [{ filters }] })).body.total).toBe(0);
    expect((await search('contacts', { filterGroups: [{ filters }], filters })).status).toBe(400);
    expect((await search('contacts', where('email', 'HAS_PROPERTY'))).body.total).toBeGreaterThan(
      50,
    );
  });

  it('compares numbers as numbers', async () => {
    const [a, b, c, ...others] = deals();
    set('deals', {
      [a!]: { amount: '900' },
      [b!]: { amount: '9500' },
      [c!]: { amount: '12000' },
      ...Object.fromEntries(others.map((id) => [id, { amount: null }])),
    });
    const ids = async (operator: string, more: object) =>
      (await search('deals', where('amount', operator, more))).body.results.map((r) => r.id).sort();
    expect(await ids('GTE', { value: '9000' })).toEqual([b, c]);
    expect(await ids('LT', { value: '9000' })).toEqual([a]);
    expect(await ids('EQ', { value: '12000.0' })).toEqual([c]);
    expect(await ids('BETWEEN', { value: '900', highValue: '9500' })).toEqual([a, b]);
    expect(await ids('IN', { values: ['900', '12000'] })).toEqual([a, c]);
    expect(await ids('NOT_HAS_PROPERTY', {})).toEqual(others.toSorted());
    const sorted = await search('deals', {
      ...where('amount', 'HAS_PROPERTY'),
      sorts: ['-amount'],
    });
    expect(sorted.body.results.map((r) => r.id)).toEqual([c, b, a]);
    expect((await search('deals', where('amount', 'GTE', { value: 'much' }))).status).toBe(400);
  });

  it.each([
    [['-createdate'], -1],
    [['createdate'], 1],
    [[{ propertyName: 'createdate', direction: 'DESCENDING' }], -1],
    [[{ propertyName: 'createdate' }], 1],
    [undefined, 1],
  ])('sorts by %j', async (sorts, sign) => {
    const { body } = await search('contacts', { sorts, limit: 200, properties: ['createdate'] });
    const times = body.results.map((r) => Date.parse(r.properties.createdate!));
    expect(times.length).toBeGreaterThan(50);
    expect(times).toEqual(times.toSorted((a, b) => sign * (a - b)));
  });

  it('looks into texts by word, by part and by query', async () => {
    const [a, b, c] = deals();
    set('deals', {
      [a!]: { dealname: 'Zebra crossing: phase one' },
      [b!]: { dealname: 'Crossing of the Alps' },
      [c!]: { dealname: 'Zebras and okapis' },
    });
    const ids = async (body: object) =>
      (await search('deals', { limit: 200, ...body })).body.results.map((r) => r.id).sort();
    const token = (value: string) => where('dealname', 'CONTAINS_TOKEN', { value });
    expect(await ids(token('zebra'))).toEqual([a]);
    expect(await ids(token('zebra*'))).toEqual([a, c]);
    expect(await ids(token('*OKAPI*'))).toEqual([c]);
    const not = await ids(where('dealname', 'NOT_CONTAINS_TOKEN', { value: 'crossing' }));
    expect(not).not.toEqual(expect.arrayContaining([a]));
    expect(not).toContain(c);
    expect(await ids({ query: 'zeb' })).toEqual([a, c]);
    expect(await ids({ query: 'cross alps' })).toEqual([b]);
    expect(await ids({ query: 'unheard-of' })).toEqual([]);
  });

  it('takes lists of values', async () => {
    const of = async (operator: string, values: string[]) =>
      (
        await search('deals', {
          ...where('dealstage', operator, { values }),
          properties: ['dealstage'],
        })
      ).body.results.map((r) => r.properties.dealstage!);
    const closed = await of('IN', ['closedwon', 'CLOSEDLOST']);
    expect(closed.every((stage) => stage.startsWith('closed'))).toBe(true);
    const open = await of('NOT_IN', ['closedwon', 'closedlost']);
    expect(open.some((stage) => stage.startsWith('closed'))).toBe(false);
    expect(closed.length + open.length).toBe(deals().length);
  });

  it('reads dates as days, times and milliseconds', async () => {
    const [a, b, ...others] = deals();
    set('deals', {
      [a!]: { closedate: '2026-03-01T00:00:00.000Z' },
      [b!]: { closedate: '2026-03-02T12:00:00.000Z' },
      ...Object.fromEntries(others.map((id) => [id, { closedate: null }])),
    });
    for (const value of ['2026-03-02', '2026-03-02T00:00:00Z', String(Date.UTC(2026, 2, 2))]) {
      const { body } = await search('deals', where('closedate', 'GTE', { value }));
      expect(body.results.map((r) => r.id)).toEqual([b]);
    }
    expect((await search('deals', where('closedate', 'GTE', { value: 'soon' }))).status).toBe(400);
    expect(
      (await search('deals', where('closedate', 'GTE', { value: '2026-03-02 12:00' }))).status,
    ).toBe(400);
  });

  it('the change time of contacts is lastmodifieddate; the other one does not follow changes', async () => {
    clock += 60_000;
    sandbox.control.mutate({
      provider: 'hubspot',
      account: 'globex',
      stream: 'contacts',
      update: 3,
    });
    const since = { value: String(clock) };
    expect((await search('contacts', where('lastmodifieddate', 'GTE', since))).body.total).toBe(3);
    expect((await search('contacts', where('hs_lastmodifieddate', 'GTE', since))).body.total).toBe(
      0,
    );
  });

  it.each([
    ['an unknown field', { filterGroup: [] }, 'Unknown parameter: filterGroup'],
    ['an unknown property to sort by', { sorts: ['-created'] }, '"created" does not exist'],
    ['an unknown property to return', { properties: ['emial'] }, '"emial" does not exist'],
    ['two sorts', { sorts: ['email', 'phone'] }, 'sorts must be'],
    [
      'a misspelt direction',
      { sorts: [{ propertyName: 'email', direction: 'DESC' }] },
      'direction',
    ],
    ['a group that is a filter', { filterGroups: [{ propertyName: 'email' }] }, 'filter group'],
    ['a filter without its value', where('email', 'EQ'), 'takes value'],
    [
      'a value that is not wanted',
      where('email', 'HAS_PROPERTY', { value: 'x' }),
      'takes no value',
    ],
    ['values for EQ', where('email', 'EQ', { values: ['a'] }), 'takes value'],
    ['an operator of another language', where('email', 'LIKE', { value: 'a' }), 'not supported'],
    ['an inherited operator', where('email', 'toString', { value: 'a' }), 'not supported'],
    ['a value that is an object', where('email', 'EQ', { value: {} }), 'must be a text'],
    ['a field of a filter', where('email', 'EQ', { value: 'a', fuzzy: true }), 'A filter holds'],
    ['more than 200', { limit: 201 }, 'Invalid limit'],
    ['a text in place of a list', { filterGroups: 'all' }, 'must be a list'],
  ])('refuses %s', async (_, body, message) => {
    const answer = await search('contacts', body);
    expect(answer.status).toBe(400);
    expect(answer.body.category).toBe('VALIDATION_ERROR');
    expect(answer.body.message).toContain(message);
  });

  it('an index that lags shows changes later, by the provider’s clock', async () => {
    sandbox.control.lag({ provider: 'hubspot', ms: 5_000 });
    clock += 60_000;
    const since = String(clock);
    sandbox.control.mutate({ provider: 'hubspot', account: 'globex', stream: 'deals', update: 2 });
    const shown = async () =>
      (await search('deals', where('hs_lastmodifieddate', 'GTE', { value: since }))).body.total;
    expect(await shown()).toBe(0);
    clock += 4_999;
    expect(await shown()).toBe(0);
    clock += 1;
    expect(await shown()).toBe(2);
  });
});

describe('HubSpot’s order of ids, which no source establishes', () => {
  // 1000000 to 1000399, then 10000000 to 10000199.
  const ids = async (body: object) => {
    const { body: found } = await search('contacts', { limit: 200, ...body });
    return { total: found.total, ids: found.results.map((r) => r.id) };
  };
  const by = (name: 'id_sort' | 'id_compare', value: 'text' | 'number') =>
    sandbox.control.mode({ provider: 'hubspot', name, value });
  const above = (value: string) => ({
    ...where('hs_object_id', 'GT', { value }),
    sorts: [{ propertyName: 'hs_object_id' }],
  });
  beforeEach(async () => {
    headers = await hubspotAs(sandbox, 'bulk-600');
  });

  it('may sort them as texts or as numbers', async () => {
    const sorted = { sorts: ['hs_object_id'] };
    expect((await ids(sorted)).ids.slice(0, 2)).toEqual(['1000000', '10000000']);
    by('id_sort', 'number');
    expect((await ids(sorted)).ids.slice(0, 2)).toEqual(['1000000', '1000001']);
    expect((await ids({ sorts: ['-hs_object_id'] })).ids[0]).toBe('10000199');
  });

  it('may compare them as texts or as numbers, whatever the sort', async () => {
    expect((await ids(above('1000399'))).total).toBe(0);
    by('id_compare', 'number');
    expect((await ids(above('1000399'))).total).toBe(200);
    // Sorted as texts and compared as numbers: a walk by the last id skips what lies between.
    const first = await ids({ sorts: ['hs_object_id'] });
    const second = await ids(above(first.ids.at(-1)!));
    expect(first.ids.length + second.total).toBeLessThan(600);
  });
});
