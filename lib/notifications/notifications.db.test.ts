import { beforeEach, describe, expect, it } from 'vitest';
import {
  deleteConnection,
  pauseConnection,
  reconnectConnection,
  startSync,
} from '@/lib/connections/service';
import { listenForTrouble, lookAround } from '@/lib/notifications/watch';
import {
  getNotificationPreferences,
  listNotifications,
  readNotifications,
  setNotificationPreferences,
} from '@/lib/notifications/service';
import { useMailServer } from '@/lib/notifications/testing/mail';
import { db } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
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
const { mails, refuse } = useMailServer();
const control = () => sandbox.current.sandbox.control;
let owner: SignedIn, admin: SignedIn, member: SignedIn;
let id: string;

beforeEach(async () => {
  control().reset();
  control().limits({ off: true });
  const workspace = await makeWorkspace();
  owner = await makePrincipal(workspace);
  admin = await makePrincipal(workspace, { role: 'admin' });
  member = await makePrincipal(workspace, { role: 'member' });
  await listenForTrouble();
  id = await connectHubSpot(owner, 'globex');
  await work(id);
  await lookAround();
  mails.length = 0;
});

const inboxOf = async (person: SignedIn) =>
  (await listNotifications(person, { unread: false, limit: 50 })).notifications;
const stepsOf = async (person: SignedIn) =>
  (await inboxOf(person)).map(({ kind, step }) => `${kind} ${step}`);

/** The provider takes the grant back, and a sync meets it. */
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

const passes = (interval: string) =>
  db.query(sql`
    UPDATE incidents
    SET opened_at = opened_at - ${interval}::interval, calm_since = calm_since - ${interval}::interval
    WHERE workspace_id = ${owner.workspace.id}`);

describe('a grant that is refused', () => {
  it('is told once to the owner and the admins, in the inbox and by e-mail, with the way to repair it', async () => {
    await refused();
    await lookAround();
    await lookAround();
    const [told, ...more] = await inboxOf(admin);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      kind: 'needs_reauth',
      step: 'opened',
      open: true,
      read_at: null,
      connection: { id, connector_type: 'hubspot' },
      href: `/${owner.workspace.slug}/connections/${id}?do=reconnect`,
    });
    expect(await stepsOf(owner)).toEqual(['needs_reauth opened']);
    expect(await inboxOf(member)).toEqual([]);
    expect(mails.map(({ to }) => String(to[0])).toSorted()).toEqual(
      [admin.email, owner.email].toSorted(),
    );
    expect(mails[0]!.subject).toBe(told!.title);
    expect(mails[0]!.text).toContain(`${env().PUBLIC_URL}${told!.href}`);
  });

  it('is told to the owner of the connection, whatever the role', async () => {
    await db.query(sql`
      UPDATE connections
      SET owner_user_id = ${member.user_id}
      WHERE id = ${id}`);
    await refused();
    await lookAround();
    expect(await stepsOf(member)).toEqual(['needs_reauth opened']);
  });

  it('is told to each in the language they chose, and in English to who chose none', async () => {
    await db.query(sql`
      UPDATE users
      SET language = 'de'
      WHERE id = ${admin.user_id}`);
    await refused();
    await lookAround();
    const mailTo = (person: SignedIn) => mails.find(({ to }) => to[0] === person.email)!;
    expect(mailTo(admin).subject).toMatch(/ muss neu verbunden werden$/);
    expect(mailTo(admin).text).toContain('Sie erhalten dies wegen Ihrer Rolle');
    expect(mailTo(owner).subject).toMatch(/ has to be reconnected$/);
    const asked = { unread: false, limit: 50 };
    const german = await listNotifications(admin, { ...asked, language: 'de' });
    expect(german.notifications[0]!.title).toBe(mailTo(admin).subject);
    const { notifications } = await listNotifications(admin, asked);
    expect(notifications[0]!.title).toBe(mailTo(owner).subject);
  });

  it('is told again after three days and after seven, and once by whoever looks late', async () => {
    await refused();
    await lookAround();
    await passes('71 hours');
    await lookAround();
    expect(await stepsOf(owner)).toHaveLength(1);
    await passes('2 hours');
    await lookAround();
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['needs_reauth day_3', 'needs_reauth opened']);
    await passes('4 days');
    await lookAround();
    await passes('30 days');
    await lookAround();
    const all = ['needs_reauth day_7', 'needs_reauth day_3', 'needs_reauth opened'];
    expect(await stepsOf(owner)).toEqual(all);
    expect(mails.filter(({ to }) => to[0] === owner.email)).toHaveLength(3);
  });

  it('that is repaired is told of when it has held for a while, and not before', async () => {
    await refused();
    await lookAround();
    await repaired();
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['needs_reauth opened']);
    expect((await inboxOf(owner))[0]).toMatchObject({ open: false });
    await passes('5 minutes');
    await lookAround();
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['needs_reauth recovered', 'needs_reauth opened']);
    expect((await inboxOf(owner))[0]!.href).not.toContain('reconnect');
  });

  it('that comes back meanwhile is the same trouble; later it is another', async () => {
    await refused();
    await lookAround();
    await repaired();
    await lookAround();
    await refused();
    await lookAround();
    await passes('5 minutes');
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['needs_reauth opened']);
    await repaired();
    await lookAround();
    await passes('5 minutes');
    await lookAround();
    await refused();
    await lookAround();
    expect(await stepsOf(owner)).toEqual([
      'needs_reauth opened',
      'needs_reauth recovered',
      'needs_reauth opened',
    ]);
  });

  it('of a connection that is disconnected is no news any more', async () => {
    await refused();
    await lookAround();
    await deleteConnection(owner, { id });
    await lookAround();
    await passes('8 days');
    await lookAround();
    expect(await stepsOf(owner)).toEqual(['needs_reauth opened']);
  });
});

it('syncs that fail, and deletions that wait for somebody, are told of too', async () => {
  control().fault({ provider: 'hubspot', account: 'globex', kind: '503' });
  await startSync(owner, { id, full_sync: true, streams: [] });
  await work(id);
  await lookAround();
  expect(await stepsOf(owner)).toEqual(['failing opened']);
  await pauseConnection(owner, { id });
  await db.query(sql`
    UPDATE connections
    SET sweep_held = '{"contacts": {"would_delete": 9, "of": 10, "since": "2026-11-30T08:00:00Z", "confirmed": null}}'
    WHERE id = ${id}`);
  await touched(id);
  await lookAround();
  expect(await stepsOf(owner)).toEqual(['deletions_held opened', 'failing opened']);
});

/** Something happened to it: whoever reads looks at it again. */
const touched = (connection_id: string) =>
  db.query(sql`
    INSERT INTO outbox (event_id, workspace_id, event, about, subject_id, actor_kind, data)
    VALUES (
      gen_random_uuid(), ${owner.workspace.id}, 'connection.health_changed', 'connection',
      ${connection_id}, 'system', '{"health": "error", "was": "healthy"}')`);

describe('a person', () => {
  it('reads what they were told, and nobody else’s', async () => {
    await refused();
    await lookAround();
    const [mine] = await inboxOf(owner);
    const [theirs] = await inboxOf(admin);
    expect(await readNotifications(owner, { ids: [theirs!.id] })).toEqual({ unread: 1 });
    expect(await readNotifications(owner, { ids: [mine!.id] })).toEqual({ unread: 0 });
    expect(await listNotifications(owner, { unread: true, limit: 50 })).toMatchObject({
      notifications: [],
      unread: 0,
    });
    expect(await listNotifications(admin, { unread: true, limit: 1 })).toMatchObject({ unread: 1 });
    expect(await readNotifications(admin, {})).toEqual({ unread: 0 });
  });

  it('hears of nothing they muted, and gets a day’s e-mails as one', async () => {
    expect(await getNotificationPreferences(owner)).toEqual({
      email: 'at_once',
      muted: [],
      email_possible: true,
    });
    await setNotificationPreferences(owner, { email: 'daily', muted: [] });
    await setNotificationPreferences(admin, { email: 'at_once', muted: ['needs_reauth'] });
    const second = await connectHubSpot(owner, 'acme');
    await db.query(sql`
      UPDATE connections
      SET needs_reauth_at = now(), status = 'error'
      WHERE id IN (${id}, ${second})`);
    await touched(id);
    await touched(second);
    await lookAround();
    expect(await inboxOf(admin)).toEqual([]);
    expect(await stepsOf(owner)).toHaveLength(2);
    expect(mails).toEqual([]);
    await db.query(sql`
      UPDATE notification_messages
      SET due_at = due_at - interval '1 day'`);
    await lookAround();
    await lookAround();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      to: [owner.email],
      subject: expect.stringMatching(/^2 notes/),
    });
    expect(mails[0]!.text.match(/has to be reconnected/g)).toHaveLength(2);
  });

  it('who has left is told nothing more', async () => {
    await setNotificationPreferences(admin, { email: 'daily', muted: [] });
    await refused();
    await lookAround();
    await db.query(sql`
      DELETE FROM memberships
      WHERE workspace_id = ${admin.workspace.id} AND user_id = ${admin.user_id}`);
    await db.query(sql`
      UPDATE notification_messages
      SET due_at = now() - interval '1 second'`);
    await lookAround();
    expect(mails.map(({ to }) => to[0])).toEqual([owner.email]);
  });

  it('gets an e-mail the server would not take yet a little later, and once', async () => {
    refuse.next = 2;
    await refused();
    await lookAround();
    expect(mails).toEqual([]);
    await db.query(sql`
      UPDATE notification_messages
      SET due_at = now() - interval '1 second'
      WHERE sent_at IS NULL`);
    await lookAround();
    await lookAround();
    expect(mails.map(({ to }) => String(to[0])).toSorted()).toEqual(
      [admin.email, owner.email].toSorted(),
    );
  });
});
