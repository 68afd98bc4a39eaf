import { beforeEach, describe, expect, it } from 'vitest';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { ask, HOUR, KEY, START } from '@/lib/sandbox/testing';

type Deal = Record<string, unknown> & { id: number };
interface List {
  success: boolean;
  data: Deal[];
  additional_data: { next_cursor: string | null };
  error?: string;
  error_info?: string;
}
let clock: number;
let sandbox: ReturnType<typeof createSandbox>;
beforeEach(() => {
  clock = START;
  sandbox = createSandbox({ now: () => clock });
  sandbox.control.limits({ off: true });
});
const at = <Body = List>(path: string) =>
  ask<Body>(sandbox, `globex.pipedrive.com/api/v2${path}`, KEY);
const rows = async (path: string) => (await at(path)).body.data;
const idsOf = (list: readonly Deal[]) => list.map((row) => row.id);
const DEALS = { provider: 'pipedrive', account: 'globex', stream: 'deals' };

describe('Pipedrive selections', () => {
  it.each([
    ['/deals', 'person_id'],
    ['/deals', 'org_id'],
    ['/deals', 'pipeline_id'],
    ['/deals', 'stage_id'],
    ['/deals', 'owner_id'],
    ['/persons', 'org_id'],
    ['/organizations', 'owner_id'],
    ['/activities', 'deal_id'],
    ['/activities', 'person_id'],
    ['/activities', 'done'],
    ['/products', 'owner_id'],
    ['/stages', 'pipeline_id'],
  ])('%s by %s gives those, all of those and no others', async (path, field) => {
    const all = await rows(`${path}?limit=500`);
    const value = all.find((row) => row[field] !== null)![field];
    const want = all.filter((row) => row[field] === value);
    const found = await rows(`${path}?limit=500&${field}=${String(value)}`);
    expect(idsOf(found)).toEqual(idsOf(want));
  });

  it('persons of a deal, deals by ids and by status', async () => {
    const all = await rows('/deals?limit=500');
    const [deal] = all;
    expect(idsOf(await rows(`/persons?deal_id=${deal!.id}`))).toEqual([deal!.person_id]);
    expect(idsOf(await rows('/deals?ids=3,1,999999'))).toEqual([1, 3]);
    const won = await rows('/deals?limit=500&status=won,lost');
    expect(idsOf(won)).toEqual(idsOf(all.filter((row) => row.status !== 'open')));
  });

  it('a saved filter makes the rest ignored; one that is not there is refused', async () => {
    const open = await rows('/deals?limit=500&filter_id=1&status=won&ids=1');
    expect(open.length).toBeGreaterThan(10);
    expect(open.every((row) => row.status === 'open')).toBe(true);
    for (const path of ['/deals?filter_id=99', '/persons?filter_id=1'])
      expect(await at(path)).toMatchObject({ status: 400, body: { success: false } });
  });

  it('products are asked for what changed, and sorted by name', async () => {
    const since = new Date(clock + 1_000).toISOString();
    clock += 5_000;
    sandbox.control.mutate({ ...DEALS, stream: 'products', update: 2 });
    expect(await rows(`/products?updated_since=${since}`)).toHaveLength(2);
    const names = (await rows('/products?sort_by=name&sort_direction=desc')).map((p) => p.name);
    expect(names).toEqual((names as string[]).toSorted().reverse());
  });

  it.each(['/activities?sort_by=due_date', '/stages?sort_by=order_nr', '/deals?sort_by=add_time'])(
    '%s pages through everything in order',
    async (path) => {
      const field = path.split('=')[1]!;
      const seen: Deal[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: { body: List } = await at(`${path}&limit=7${cursor && `&cursor=${cursor}`}`);
        seen.push(...page.body.data);
        cursor = page.body.additional_data.next_cursor;
      }
      const all = await rows(`${path.split('?')[0]}?limit=500`);
      expect(new Set(idsOf(seen))).toEqual(new Set(idsOf(all)));
      expect(seen).toHaveLength(all.length);
      const values = seen.map((row) => row[field] as string);
      expect(values).toEqual(values.toSorted((a, b) => (a < b ? -1 : Number(a > b))));
    },
  );

  it('fields that come only when asked for, and only the custom fields asked for', async () => {
    const [plain] = await rows('/deals?limit=1');
    expect(plain).not.toHaveProperty('notes_count');
    const [more] = await rows('/deals?limit=1&include_fields=notes_count,next_activity_id');
    expect(more).toMatchObject({ notes_count: expect.any(Number), next_activity_id: null });
    const [less] = await rows(`/deals?limit=1&custom_fields=${'a'.repeat(40)}`);
    expect(less!.custom_fields).toEqual({});
    expect((await rows('/persons?limit=20')).map((p) => p.custom_fields)).toContain(null);
  });
});

describe('Pipedrive refuses', () => {
  it.each([
    ['/deals?filter=1', 'Parameter filter is not allowed'],
    ['/deals?since=2026-01-01T00:00:00Z', 'Parameter since is not allowed'],
    ['/deals?start=0', 'Parameter start is not allowed'],
    ['/deals?toString=1', 'Parameter toString is not allowed'],
    ['/stages?updated_since=2026-01-01T00:00:00Z', 'Parameter updated_since is not allowed'],
    ['/products?updated_until=2026-01-01T00:00:00Z', 'Parameter updated_until is not allowed'],
    ['/persons?status=open', 'Parameter status is not allowed'],
    ['/organizations?org_id=1', 'Parameter org_id is not allowed'],
    ['/deals/1?limit=1', 'Parameter limit is not allowed'],
    ['/deals?sort_by=updated', 'Parameter sort_by is not one of'],
    ['/deals?sort_by=due_date', 'Parameter sort_by is not one of'],
    ['/deals?sort_direction=ASC', 'Parameter sort_direction is not one of'],
    ['/deals?updated_since=2026-01-01', 'RFC 3339'],
    ['/deals?updated_since=2026-01-01%2000:00:00', 'RFC 3339'],
    ['/deals?limit=501', 'between 1 and 500'],
    ['/deals?limit=5&limit=6', 'more than once'],
    ['/deals?status=closed', 'status holds [closed]'],
    ['/deals?ids=', 'ids must hold between 1 and 100'],
    ['/deals?ids=a', 'ids holds [a]'],
    ['/deals?person_id=x', 'person_id is not between'],
    ['/deals?include_fields=people_count', 'include_fields holds [people_count]'],
    ['/deals?cursor=nonsense', 'Parameter cursor is not valid'],
    ['/deals/first', 'Parameter id is not between'],
  ])('%s', async (path, info) => {
    const { status, body } = await at(path);
    expect(status).toBe(400);
    expect(body).toMatchObject({ success: false, error: 'Bad request', data: null });
    expect(body.error_info).toContain(info);
  });

  it('a cursor given for another order, and places that are not there', async () => {
    const { body } = await at('/deals?limit=2&sort_by=add_time');
    const cursor = body.additional_data.next_cursor;
    expect((await at(`/deals?limit=2&cursor=${cursor}`)).status).toBe(400);
    expect((await at(`/deals?limit=2&sort_by=add_time&cursor=${cursor}`)).status).toBe(200);
    for (const path of ['/deal', '/users', '/deals/', '/deals/1/2', '/__proto__'])
      expect((await at(path)).status).toBe(404);
    expect((await at('/deals/999999')).body).toMatchObject({ error: 'Entity not found' });
  });
});

describe('Pipedrive keys and accounts', () => {
  const raw = (path: string, headers = {}) => ask(sandbox, path, headers);
  it('a key may stand in the query', async () => {
    const key = KEY['x-api-token'];
    expect((await raw(`globex.pipedrive.com/api/v2/deals?api_token=${key}`)).status).toBe(200);
    expect((await raw(`api.pipedrive.com/v1/users/me?api_token=${key}`)).status).toBe(200);
    const other = COMPANIES[0]!.key;
    expect((await raw(`globex.pipedrive.com/api/v2/deals?api_token=${other}`)).status).toBe(401);
    expect((await raw('globex.pipedrive.com/api/v2/deals?api_token=')).status).toBe(401);
  });

  it('v1 users name the company; organizations have a website, and no organization', async () => {
    const users = await raw('globex.pipedrive.com/api/v1/users', KEY);
    const me = await raw('api.pipedrive.com/v1/users/me', KEY);
    expect(users.body.additional_data).toEqual({
      company_id: (me.body.data as { company_id: number }).company_id,
    });
    expect((await raw('globex.pipedrive.com/api/v1/users?limit=5', KEY)).status).toBe(400);
    const [organization] = await rows('/organizations?limit=1');
    expect(organization).toMatchObject({ website: expect.stringContaining('https://') });
    expect(organization).toHaveProperty('industry');
    expect(organization).not.toHaveProperty('org_id');
  });
});

describe('Pipedrive deals that leave the list', () => {
  it('archived ones are in a list of their own, with its filters', async () => {
    const since = new Date(clock + 1_000).toISOString();
    clock += 5_000;
    sandbox.control.mutate({ ...DEALS, archive: ['1', '2'] });
    expect(idsOf(await rows('/deals?limit=500'))).not.toEqual(expect.arrayContaining([1]));
    const archived = await rows(`/deals/archived?updated_since=${since}`);
    expect(idsOf(archived)).toEqual([1, 2]);
    expect(archived[0]).toMatchObject({ is_archived: true, is_deleted: false });
    expect(archived[0]!.archive_time).toBe(`${new Date(clock).toISOString().slice(0, 19)}Z`);
    expect(idsOf(await rows('/deals/archived?ids=2'))).toEqual([2]);
    expect((await at<{ data: Deal }>('/deals/1')).body.data.is_archived).toBe(true);
    expect(sandbox.control.records(DEALS).archived.map((r) => r.id)).toEqual(['1', '2']);
    sandbox.control.mutate({ ...DEALS, unarchive: ['1'] });
    expect(idsOf(await rows('/deals/archived'))).toEqual([2]);
    expect(idsOf(await rows('/deals?ids=1,2'))).toEqual([1]);
  });

  it('only deals can be archived, and only those that are there', () => {
    expect(() => sandbox.control.mutate({ ...DEALS, stream: 'persons', archive: ['1'] })).toThrow(
      'cannot archive persons',
    );
    expect(() => sandbox.control.mutate({ ...DEALS, archive: ['999999'] })).toThrow('no record');
  });

  it('deleted ones are listed for thirty days by the provider’s clock, then nowhere', async () => {
    const { deleted } = sandbox.control.mutate({ ...DEALS, delete: 2 });
    const listed = async () => {
      const ids = (await rows('/deals?limit=500&status=deleted')).map((row) => String(row.id));
      return ids.filter((id) => deleted.includes(id)).toSorted();
    };
    expect(await listed()).toEqual(deleted.toSorted());
    expect((await at(`/deals/${deleted[0]}`)).status).toBe(200);
    sandbox.control.clock({ provider: 'pipedrive', offset_ms: 30 * 24 * HOUR - 1_000 });
    expect(await listed()).toEqual(deleted.toSorted());
    sandbox.control.clock({ provider: 'pipedrive', offset_ms: 30 * 24 * HOUR });
    expect(await listed()).toEqual([]);
    expect((await at(`/deals/${deleted[0]}`)).status).toBe(404);
    expect(sandbox.control.records(DEALS).live.map((r) => r.id)).not.toContain(deleted[0]);
  });

  it('a deleted archived one is deleted in the archive', async () => {
    sandbox.control.mutate({ ...DEALS, archive: ['1'] });
    expect(sandbox.control.mutate({ ...DEALS, ids: ['1'], delete: 1 }).deleted).toEqual(['1']);
    expect(await rows('/deals/archived')).toEqual([]);
    expect(idsOf(await rows('/deals/archived?status=deleted'))).toEqual([1]);
    expect(idsOf(await rows('/deals?limit=500&status=deleted'))).not.toContain(1);
  });
});
