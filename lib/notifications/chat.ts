import { DomainError } from '@/lib/contract/errors';
import type { Actor, Principal } from '@/lib/contract/principal';
import type { ChatHook } from '@/lib/contract/notifications';
import { EgressRefused, NetworkError, send } from '@/lib/egress/service';
import { emit } from '@/lib/events/service';
import type { Line } from '@/lib/notifications/words';
import { iso } from '@/lib/platform/clock';
import { db, transaction } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { seal, unseal, type Place } from '@/lib/vault/service';

const TIMEOUT_MS = 10_000;

interface Chat {
  workspace_id: string;
  mode: 'live' | 'sandbox';
}

const place = (workspace_id: string): Place => ({
  table: 'chat_hooks',
  column: 'url_cipher',
  workspace_id,
  row_id: workspace_id,
});

interface Row {
  url_cipher: Buffer;
  host: string;
  set_at: Date;
  error: string | null;
}

async function find(workspace_id: string): Promise<Row | null> {
  const { rows } = await db.query<Row>(sql`
    SELECT url_cipher, host, set_at, error
    FROM chat_hooks
    WHERE workspace_id = ${workspace_id}`);
  return rows[0] ?? null;
}

/** Says something in the workspace's chat, if it has one. Throws what the chat said, in a sentence. */
export async function postToChat(chat: Chat, lines: readonly Line[]): Promise<void> {
  const row = await find(chat.workspace_id);
  if (!row) return;
  const url = await unseal(place(chat.workspace_id), row.url_cipher);
  const text = lines
    .map(({ title, detail, href }) => `*${escaped(title)}*\n${escaped(detail)}\n<${href}|Open it>`)
    .join('\n\n');
  const error = await post(chat, url, text);
  await db.query(sql`
    UPDATE chat_hooks
    SET error = ${error}
    WHERE workspace_id = ${chat.workspace_id}`);
  if (error !== null) throw new Error(error);
}

/** Slack takes three characters of a text for its own (docs.slack.dev, formatting, 2026-08). */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Null: it was taken. Otherwise why not. The address is a secret and is not said. */
async function post(
  { workspace_id, mode }: Chat,
  url: string,
  text: string,
): Promise<string | null> {
  const { hostname } = new URL(url);
  const route = {
    hosts: [hostname],
    mode,
    limits: [],
    keys: { connection: `chat/${workspace_id}`, app: 'app/chat' },
  };
  try {
    const { status } = await send({ method: 'POST', url, json: { text } }, route, {
      timeout_ms: TIMEOUT_MS,
      secrets: [url, new URL(url).pathname],
    });
    return status < 300 ? null : `${hostname} answered ${status}.`;
  } catch (error) {
    if (error instanceof NetworkError) return `${hostname} could not be reached.`;
    if (error instanceof EgressRefused) return `${hostname} may not be called: ${error.message}.`;
    throw error;
  }
}

const shown = (workspace_id: string, { host, set_at, error }: Row): ChatHook => ({
  id: workspace_id,
  host,
  set_at: iso(set_at),
  error,
});

/** Whether the workspace's chat is told. The address is never shown again. */
export async function getChatHook({
  workspace: { id },
}: Principal): Promise<{ chat: ChatHook | null }> {
  const row = await find(id);
  return { chat: row && shown(id, row) };
}

/** Has a chat told, after a first message that says so. Throws chat_refused. */
export async function setChatHook(
  actor: Actor,
  { url }: { url: string },
): Promise<{ chat: ChatHook }> {
  const { id, mode } = actor.workspace;
  const hello = 'Inlet tells this channel from now on when a connection needs somebody.';
  const refused = await post({ workspace_id: id, mode }, url, hello);
  if (refused !== null) throw new DomainError('chat_refused', { detail: refused });
  const { cipher } = await seal(place(id), url);
  const { hostname: host } = new URL(url);
  await transaction(async (tx) => {
    await tx.query(sql`
      INSERT INTO chat_hooks (workspace_id, url_cipher, host)
      VALUES (${id}, ${cipher}, ${host})
      ON CONFLICT (workspace_id) DO UPDATE SET
        url_cipher = excluded.url_cipher, host = excluded.host, set_at = now(), error = NULL`);
    await emit(tx, actor, { event: 'workspace.chat_set', id, data: { host } });
  });
  return { chat: shown(id, (await find(id))!) };
}

/** Tells the chat nothing more. */
export async function removeChatHook(
  actor: Actor,
): Promise<{ removed: true; workspace: { id: string } }> {
  const { id } = actor.workspace;
  await transaction(async (tx) => {
    await tx.query(sql`
      DELETE FROM chat_hooks
      WHERE workspace_id = ${id}`);
    await emit(tx, actor, { event: 'workspace.chat_removed', id });
  });
  return { removed: true, workspace: { id } };
}
