import { MAY_SEE_CONNECTIONS } from '@/lib/access/service';
import type { Language } from '@/lib/contract/account';
import { postToChat } from '@/lib/notifications/chat';
import { sendMail } from '@/lib/notifications/mail';
import { ABOUT, ABOUT_JOINS, type Subject } from '@/lib/notifications/subject';
import { lineOf, type Line } from '@/lib/notifications/words';
import { transaction, type Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { sql } from '@/lib/platform/sql';

/** Recipients served in one look; the rest is served in the next. */
const MOST = 50;
/** How long after each try that failed it is tried again; then it is given up. */
const AGAIN_SECONDS = [30, 120, 600, 3_600, 6 * 3_600];

interface Batch {
  workspace_id: string;
  workspace_name: string;
  slug: string;
  mode: 'live' | 'sandbox';
  channel: 'email' | 'chat';
  recipient: string;
  /** Of a person who still is a member, and may see what is connected. */
  email: string | null;
  /** The one they chose; null: none, or it is no person. */
  language: Language | null;
  /** Nobody in the workspace sees what is connected. */
  app_off: boolean;
  messages: (Subject & { id: string })[];
}

/**
 * Sends what is due: all of one recipient together, so that a day's e-mails are one. What is sent is
 * noted in the transaction that holds it; after a crash in between it may be sent a second time,
 * with the same Message-ID.
 */
export async function sendDue(): Promise<void> {
  for (let n = 0; n < MOST; n++) if (!(await sendOne())) return;
}

async function sendOne(): Promise<boolean> {
  return transaction(async (tx) => {
    const batch = await takeDue(tx);
    if (!batch) return false;
    const error = await deliver(batch).then(
      () => null,
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
    );
    if (error !== null)
      log.warn({ channel: batch.channel, error }, 'a notification could not be sent');
    await note(tx, batch, error);
    return true;
  });
}

async function deliver(batch: Batch): Promise<void> {
  const lines = batch.messages.map((one) => withAddress(lineOf(batch.slug, one, batch.language)));
  // Who has left, and for whom it is hidden, is told nothing more.
  if (batch.app_off) return;
  if (batch.channel === 'chat') return postToChat(batch, lines);
  if (batch.email !== null)
    await sendMail({ id: batch.messages[0]!.id, to: batch.email, lines, ...batch });
}

/** As a line that is read outside of the console. */
const withAddress = (line: Line): Line => ({ ...line, href: env().PUBLIC_URL + line.href });

/** Everything that is due to the recipient who has waited longest. */
async function takeDue(tx: Sql): Promise<Batch | null> {
  const { rows } = await tx.query<Batch>(sql`
    WITH first AS (
      SELECT workspace_id, channel, recipient
      FROM notification_messages
      WHERE sent_at IS NULL AND due_at <= now()
      ORDER BY due_at
      LIMIT 1
      FOR UPDATE SKIP LOCKED
    ), due AS (
      SELECT m.*
      FROM notification_messages m
      JOIN first USING (workspace_id, channel, recipient)
      WHERE m.sent_at IS NULL AND m.due_at <= now()
      ORDER BY m.id
      FOR UPDATE OF m SKIP LOCKED
    )
    SELECT w.id AS workspace_id, w.name AS workspace_name, w.slug, w.mode, f.channel, f.recipient,
      (
        SELECT u.email
        FROM memberships m
        JOIN users u ON u.id = m.user_id
        WHERE m.workspace_id = w.id AND m.user_id = f.recipient AND ${MAY_SEE_CONNECTIONS}
      ) AS email,
      (
        SELECT u.language
        FROM users u
        WHERE u.id = f.recipient
      ) AS language,
      'connections' = ANY (w.disabled_apps) AS app_off,
      (
        SELECT jsonb_agg(to_jsonb(told) ORDER BY told.id)
        FROM (
          SELECT n.id, ${ABOUT}
          FROM due n
          ${ABOUT_JOINS}
        ) told
      ) AS messages
    FROM first f
    JOIN workspaces w ON w.id = f.workspace_id`);
  return rows[0] ?? null;
}

async function note(tx: Sql, { messages }: Batch, error: string | null): Promise<void> {
  await tx.query(sql`
    UPDATE notification_messages
    SET attempts = attempts + 1, error = ${error?.slice(0, 500) ?? null},
      sent_at = CASE
        WHEN ${error === null}::boolean OR attempts >= ${AGAIN_SECONDS.length}::int THEN now()
      END,
      due_at = now() + make_interval(
        secs => COALESCE((${AGAIN_SECONDS}::int[])[attempts + 1], 0))
    WHERE id = ANY (${messages.map((one) => one.id)}::uuid[])`);
}
