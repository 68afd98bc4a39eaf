import { beforeEach, describe, expect, it } from 'vitest';
import {
  forgetStored,
  requestConnector,
  wishForConnector,
  withdrawWish,
} from '@/lib/catalog/service';
import type { NotificationKind } from '@/lib/contract/notifications';
import {
  listNotifications,
  readNotifications,
  setNotificationPreferences,
} from '@/lib/notifications/service';
import { useMailServer } from '@/lib/notifications/testing/mail';
import { listenForTrouble, lookAround } from '@/lib/notifications/watch';
import { setMemberAccess } from '@/lib/access/policy';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import {
  makePrincipal,
  makeUser,
  makeWorkspace,
  useTestDatabase,
  type SignedIn,
} from '@/lib/platform/testing';

useTestDatabase();
const { mails } = useMailServer();
/** Runs the installation, in a workspace of its own. */
let runner: SignedIn;
/** Of another workspace. */
let one: SignedIn, two: SignedIn;

beforeEach(async () => {
  await db.query(sql`UPDATE users SET platform_role = NULL`);
  await db.query(sql`DELETE FROM connector_wishes`);
  await listenForTrouble();
  runner = await makePrincipal(await makeWorkspace({ mode: 'live' }), await whoRuns());
  const workspace = await makeWorkspace({ mode: 'live' });
  [one, two] = [await makePrincipal(workspace), await makePrincipal(workspace, { role: 'member' })];
  await lookAround();
  mails.length = 0;
});

const whoRuns = async () => ({ user: await makeUser({ platform_role: 'superadmin' }) });
const inboxOf = async (person: SignedIn) =>
  (await listNotifications(person, { unread: false, limit: 50 })).notifications;
const told = async (person: SignedIn) => (await inboxOf(person)).map(({ title }) => title);
const mute = (person: SignedIn, ...muted: NotificationKind[]) =>
  setNotificationPreferences(person, { email: 'at_once', muted });

/** A provider app is entered, or taken away again. */
async function app(type: string, isThere: boolean): Promise<void> {
  const { workspace } = runner;
  await (isThere
    ? db.query(sql`
        INSERT INTO platform_apps (
          workspace_id, id, connector_type, client_id, client_secret_cipher
        )
        VALUES (${workspace.id}, ${newId()}, ${type}, 'id', ${Buffer.alloc(1)})`)
    : db.query(sql`DELETE FROM platform_apps WHERE connector_type = ${type}`));
  forgetStored();
}

describe('whoever runs the installation hears that a workspace asks', () => {
  it('once for each app, in the inbox and by e-mail, with the way to who asks', async () => {
    await requestConnector(one, { name: 'Zebra Desk', note: 'Support.' });
    await wishForConnector(one, { type: 'linear' });
    await lookAround();
    await requestConnector(two, { name: 'zebra desk' });
    await wishForConnector(two, { type: 'linear' });
    await withdrawWish(one, { type: 'linear' });
    await wishForConnector(one, { type: 'linear' });
    await lookAround();
    await lookAround();
    const asked = await db.query<{ name: string }>(sql`
      SELECT name
      FROM workspaces
      WHERE id = ${one.workspace.id}`);
    const { name } = asked.rows[0]!;
    expect(await told(runner)).toEqual([`${name} asks for Linear`, `${name} asks for Zebra Desk`]);
    const [first] = await inboxOf(runner);
    expect(first).toMatchObject({
      kind: 'app_requested',
      step: 'opened',
      connection: null,
      href: `/${runner.workspace.slug}/admin/connector-wishes`,
      open: true,
      read_at: null,
    });
    expect(mails.map(({ to }) => to)).toEqual([[runner.email]]);
    expect(mails[0]!.text).toContain(`${env().PUBLIC_URL}${first!.href}`);
    expect(await readNotifications(runner, {})).toEqual({ unread: 0 });
    for (const asker of [one, two]) expect(await told(asker)).toEqual([]);
  });

  it('of each workspace that asks', async () => {
    const other = await makePrincipal(await makeWorkspace({ mode: 'live' }));
    for (const asker of [one, other]) await requestConnector(asker, { name: 'Zebra' });
    await lookAround();
    expect(await told(runner)).toHaveLength(2);
  });

  it('where they are a member, else in their first workspace, and never of their own wish', async () => {
    const member = await makePrincipal(one.workspace, { role: 'admin', ...(await whoRuns()) });
    await requestConnector(one, { name: 'Zebra' });
    await requestConnector(runner, { name: 'Okapi' });
    await lookAround();
    const asked = async (person: SignedIn) =>
      (await told(person)).map((title) => title.split(' asks for ')[1]);
    expect(await asked(member)).toEqual(['Okapi', 'Zebra']);
    expect(await asked(runner)).toEqual(['Zebra']);
  });

  it('not of what is tried in somebody else’s sandbox', async () => {
    const sandbox = await makeWorkspace();
    const tries = await makePrincipal(sandbox, { role: 'member' });
    const itsOwn = await makePrincipal(sandbox, await whoRuns());
    await requestConnector(tries, { name: 'Zebra' });
    await lookAround();
    expect(await told(itsOwn)).toHaveLength(1);
    expect(await told(runner)).toEqual([]);
  });

  it('unless they do not want to, and for whom connections are hidden is told nothing', async () => {
    await mute(runner, 'app_requested');
    const hidden = await makePrincipal(one.workspace, { role: 'member', ...(await whoRuns()) });
    const { user_id } = hidden;
    await setMemberAccess(one, { user_id, surface: 'connections', level: 'hidden' });
    await requestConnector(one, { name: 'Zebra' });
    await lookAround();
    const { rows } = await db.query(sql`
      SELECT 1
      FROM notifications
      WHERE user_id = ANY (${[runner.user_id, user_id]}::uuid[])`);
    expect([rows, mails]).toEqual([[], []]);
  });
});

describe('whoever asked hears that it is there', () => {
  it('once, when it can be connected, whatever comes and goes afterwards', async () => {
    await wishForConnector(one, { type: 'linear' });
    await mute(runner, 'app_requested');
    await lookAround();
    expect(await told(one)).toEqual([]);
    for (const isThere of [true, false, true]) {
      await app('linear', isThere);
      await lookAround();
      await lookAround();
    }
    await withdrawWish(one, { type: 'linear' });
    await wishForConnector(one, { type: 'linear' });
    await lookAround();
    await app('linear', false);
    expect(await told(one)).toEqual(['Linear can be connected now']);
    expect(await inboxOf(one)).toMatchObject([
      {
        kind: 'app_available',
        connection: null,
        open: false,
        href: `/${one.workspace.slug}/connections?connect=linear`,
      },
    ]);
    expect(await told(two)).toEqual([]);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [[one.email], 'Linear can be connected now'],
    ]);
  });

  it('each of those who wait, and whom it stays blocked for only afterwards', async () => {
    for (const asker of [one, two]) await wishForConnector(asker, { type: 'github' });
    await mute(two, 'app_available');
    await db.query(sql`
      INSERT INTO blocked_connectors (connector_type)
      VALUES ('github')`);
    await app('github', true);
    await lookAround();
    expect(await told(one)).toEqual([]);
    await db.query(sql`DELETE FROM blocked_connectors`);
    forgetStored();
    await lookAround();
    await app('github', false);
    expect([await told(one), await told(two)]).toEqual([['GitHub can be connected now'], []]);
  });

  it('of an app the catalog did not have, by the name they gave it', async () => {
    const name = `Zebra ${newId().slice(-6)}`;
    await requestConnector(one, { name });
    // As if a later version of the catalog had it.
    await db.query(sql`
      UPDATE connector_wishes
      SET wanted = 'fathom'
      WHERE user_id = ${one.user_id}`);
    await lookAround();
    expect(await told(one)).toEqual(['Fathom can be connected now']);
    expect((await inboxOf(one))[0]!.href).toContain('?connect=fathom');
  });
});
