import { v1, v2 } from 'pipedrive';
import { describe, expect, it } from 'vitest';
import { COMPANIES } from '@/lib/sandbox/data/pipedrive';
import { mutate, sameAs } from '../sandbox.ts';

const ACME = { provider: 'pipedrive', account: 'acme', stream: 'persons' };
const key = COMPANIES.find((one) => one.name === 'acme')!.key;
const settings = new v2.Configuration({ apiKey: key });

type Listing = { data?: { id?: number }[]; additional_data?: { next_cursor?: string | null } };

/** Ids of a listing, page by page to the last. */
async function ids(page: (cursor?: string) => Promise<Listing>): Promise<number[]> {
  const found: number[] = [];
  let cursor: string | undefined;
  do {
    const { data = [], additional_data } = await page(cursor);
    found.push(...data.map((one) => one.id!));
    cursor = additional_data?.next_cursor ?? undefined;
  } while (cursor);
  return found;
}

describe('pipedrive', () => {
  it('lists persons, organizations and deals to the last page', async () => {
    const persons = new v2.PersonsApi(settings);
    const all = (cursor?: string) =>
      persons.getPersons({ limit: 100, cursor } as never) as Promise<Listing>;
    await sameAs(ACME, await ids(all));
    const organizations = new v2.OrganizationsApi(settings);
    const of = (cursor?: string) =>
      organizations.getOrganizations({ limit: 100, cursor } as never) as Promise<Listing>;
    await sameAs({ ...ACME, stream: 'organizations' }, await ids(of));
  });

  it('finds what changed since a time', async () => {
    const persons = new v2.PersonsApi(settings);
    const since = new Date(Date.now() - 1_000).toISOString().replace(/\.\d+Z/, 'Z');
    const { updated } = await mutate({ ...ACME, update: 3 });
    const page = (cursor?: string) =>
      persons.getPersons({ updated_since: since, limit: 100, cursor } as never) as Promise<Listing>;
    expect((await ids(page)).map(String)).toEqual(expect.arrayContaining(updated));
  });

  it('says whose key it is, and is told of one nobody knows', async () => {
    const users = new v1.UsersApi(new v1.Configuration({ apiKey: key }));
    expect((await users.getCurrentUser()).success).toBe(true);
    const stranger = new v2.PersonsApi(new v2.Configuration({ apiKey: '0'.repeat(40) }));
    await expect(stranger.getPersons()).rejects.toMatchObject({
      success: false,
      errorCode: 401,
    });
  });
});
