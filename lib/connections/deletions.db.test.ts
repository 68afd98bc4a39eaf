import { beforeEach, expect, it } from 'vitest';
import {
  confirmDeletions,
  getConnection,
  pauseConnection,
  startSync,
} from '@/lib/connections/service';
import type { UserPrincipal } from '@/lib/contract/principal';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { errorCode, freshPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
let principal: UserPrincipal;
let id: string;
beforeEach(async () => {
  ({ principal, id } = await freshPipedrive(sandbox, 400));
  await work(id);
});

const control = () => sandbox.current.sandbox.control;
const remove = (stream: string, n: number) =>
  control().mutate({ provider: 'pipedrive', account: 'bulk-400', stream, delete: n });
const live = async (stream: string): Promise<number> =>
  (
    await db.query<{ n: number }>(sql`
      SELECT count(*)::int AS n
      FROM records
      WHERE connection_id = ${id} AND stream = ${stream} AND deleted_at IS NULL`)
  ).rows[0]!.n;
const readAgain = async (...streams: string[]) => {
  await startSync(principal, { id, full_sync: true, streams });
  await work(id);
};
const held = async () => (await getConnection(principal, { id })).deletions_held;

it('too many deletions wait for a person, and are made once the stream was read again after a yes', async () => {
  remove('persons', 120);
  await readAgain('persons');
  expect(await live('persons')).toBe(400);
  expect(await getConnection(principal, { id })).toMatchObject({
    health: 'degraded',
    health_detail: {
      action: 'confirm_deletions',
      who: 'you',
      cause: 'Pipedrive no longer lists 120 of 400 People. Inlet kept them.',
    },
    deletions_held: [
      { stream: 'persons', label: 'People', would_delete: 120, of: 400, confirmed: null },
    ],
  });

  const answer = await confirmDeletions(principal, { id, stream: 'persons', up_to: 120 });
  expect(answer).toMatchObject({ confirmed: true, stream: 'persons', up_to: 120 });
  expect(await held()).toMatchObject([{ confirmed: 120 }]);
  expect(await confirmDeletions(principal, { id, stream: 'persons' }).catch(errorCode)).toBe(
    'sync_in_progress',
  );
  expect(await live('persons')).toBe(400); // nothing goes before the provider was asked again
  await work(id);
  expect(await live('persons')).toBe(280);
  expect(await getConnection(principal, { id })).toMatchObject({
    health: 'healthy',
    deletions_held: [],
  });
});

it('a yes is good for about the number that was shown, and for one sweep', async () => {
  remove('persons', 120);
  await readAgain('persons');
  await confirmDeletions(principal, { id, stream: 'persons' });
  remove('persons', 80); // 200 by now: more than was said yes to
  await work(id);
  expect(await live('persons')).toBe(400);
  expect(await held()).toMatchObject([{ would_delete: 200, of: 400, confirmed: null }]);
  expect(
    await confirmDeletions(principal, { id, stream: 'persons', up_to: 120 }).catch(errorCode),
  ).toBe('deletions_changed');
  await confirmDeletions(principal, { id, stream: 'persons', up_to: 200 });
  remove('persons', 10); // a tenth more is let through
  await work(id);
  expect(await live('persons')).toBe(190);

  remove('persons', 90);
  await readAgain('persons');
  expect(await held()).toMatchObject([{ would_delete: 90, of: 190, confirmed: null }]);
});

it('a yes outlives a run that ends too early, and the next complete pass uses it', async () => {
  remove('persons', 120);
  await readAgain('persons');
  await confirmDeletions(principal, { id, stream: 'persons' });
  control().fault({
    provider: 'pipedrive',
    account: 'bulk-400',
    path: '/api/v2/persons',
    kind: '500',
  });
  await work(id);
  expect(await held()).toMatchObject([{ would_delete: 120, confirmed: 120 }]);
  expect(await live('persons')).toBe(400);
  control().clearFaults();
  await readAgain('persons');
  expect(await live('persons')).toBe(280);
  expect(await held()).toEqual([]);
}, 60_000);

it('streams are held one by one; what comes back is not deleted', async () => {
  // Organizations of a bulk company are five; 100 more make a share that can be too large.
  control().mutate({
    provider: 'pipedrive',
    account: 'bulk-400',
    stream: 'organizations',
    create: 100,
  });
  await readAgain('organizations');
  remove('persons', 120);
  remove('organizations', 60);
  await readAgain();
  expect(await held()).toMatchObject([
    { stream: 'persons', would_delete: 120, of: 400 },
    { stream: 'organizations', would_delete: 60, of: 105 },
  ]);
  await confirmDeletions(principal, { id, stream: 'organizations' });
  await work(id);
  expect(await live('organizations')).toBe(45);
  expect(await held()).toMatchObject([{ stream: 'persons', confirmed: null }]);
  control().reset();
  await readAgain('persons');
  expect(await held()).toEqual([]);
  expect(await live('persons')).toBe(400);
});

it('there is nothing to say yes to, or it cannot be read now', async () => {
  expect(await confirmDeletions(principal, { id, stream: 'persons' }).catch(errorCode)).toBe(
    'no_deletions_held',
  );
  remove('persons', 120);
  await readAgain('persons');
  expect(await confirmDeletions(principal, { id, stream: 'deals' }).catch(errorCode)).toBe(
    'no_deletions_held',
  );
  await pauseConnection(principal, { id });
  expect(await confirmDeletions(principal, { id, stream: 'persons' }).catch(errorCode)).toBe(
    'not_syncable',
  );
  expect(await held()).toMatchObject([{ confirmed: null }]);
  const stranger = await makePrincipal(await makeWorkspace());
  expect(await confirmDeletions(stranger, { id, stream: 'persons' }).catch(errorCode)).toBe(
    'connection_not_found',
  );
});
