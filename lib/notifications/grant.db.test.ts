import { beforeEach, describe, expect, it } from 'vitest';
import { createConnection, reconnectConnection, startSync } from '@/lib/connections/service';
import { listNotifications } from '@/lib/notifications/service';
import { listenForTrouble, lookAround } from '@/lib/notifications/watch';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';
import { connectHubSpot, consentAs, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
const control = () => sandbox.current.sandbox.control;
let owner: SignedIn;
let id: string;

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  owner = await makePrincipal(await makeWorkspace());
  await listenForTrouble();
  id = await connectHubSpot(owner, 'globex');
  await work(id);
  await lookAround();
});

const inboxOf = async (person: SignedIn) =>
  (await listNotifications(person, { unread: false, limit: 50 })).notifications;
const stepsOf = async (person: SignedIn) =>
  (await inboxOf(person)).map(({ kind, step }) => `${kind} ${step}`);
const passes = (interval: string) =>
  db.query(sql`
    UPDATE incidents
    SET opened_at = opened_at - ${interval}::interval, calm_since = calm_since - ${interval}::interval
    WHERE workspace_id = ${owner.workspace.id}`);

async function refused(): Promise<void> {
  control().revoke({ provider: 'hubspot', account: 'globex' });
  await startSync(owner, { id, full_sync: false, streams: [] });
  await work(id);
}

async function repaired(): Promise<void> {
  const { authorize_url } = await reconnectConnection(owner, { id, allow_account_change: false });
  await consentAs(authorize_url!, 'globex', owner.session_id);
  await work(id);
}

describe('a grant that the provider lets last only so long', () => {
  const endsIn = (days: number) =>
    db.query(sql`
      UPDATE credentials
      SET grant_ends_at = now() + make_interval(days => ${days}::int)
      WHERE connection_id = ${id}`);

  it('is told of a week before its end, again later, and can be renewed before it', async () => {
    await endsIn(8);
    await lookAround();
    expect(await stepsOf(owner)).toEqual([]);
    await endsIn(6);
    await lookAround();
    await lookAround();
    expect(await inboxOf(owner)).toMatchObject([
      { kind: 'grant_ending', step: 'opened', href: expect.stringMatching(/\?do=renew$/) },
    ]);
    await passes('3 days');
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['grant_ending day_3', 'grant_ending opened']);
    await repaired();
    await lookAround();
    await passes('5 minutes');
    await lookAround();
    expect(await stepsOf(owner)).toHaveLength(2);
    expect((await inboxOf(owner))[0]).toMatchObject({ open: false });
  });

  it('has its end from the provider', async () => {
    const asked = { connector_type: 'github', sync_immediately: true };
    const { authorize_url, connection } = await createConnection(owner, asked);
    await consentAs(authorize_url!, 'globex', owner.session_id);
    const { rows } = await db.query<{ days: number }>(sql`
      SELECT round(extract(epoch FROM grant_ends_at - now()) / 86400)::int AS days
      FROM credentials
      WHERE connection_id = ${connection!.id}`);
    expect(rows).toEqual([{ days: 184 }]);
  });

  it('is nothing more to say when it is refused already', async () => {
    await refused();
    await endsIn(3);
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['needs_reauth opened']);
  });
});
