import type * as z from 'zod';
import { ensureTwin, findTwin, platformAdmins, startedBy } from '@/lib/access/service';
import { DomainError } from '@/lib/contract/errors';
import { SCOPES } from '@/lib/contract/operation';
import type { Actor, Principal, UserPrincipal } from '@/lib/contract/principal';
import type {
  deleteSandboxTwin as deleteOperation,
  getSetUp as getOperation,
  putSandboxTwin as putOperation,
} from '@/lib/contract/set-up';
import { byConsent, byHandle, byKey } from '@/lib/demo/connect';
import {
  connectedTypes,
  connectionIds,
  lockConnections,
  lockTwin,
  ownerOf,
  pipedriveKey,
  removeWorkspace,
} from '@/lib/demo/repository';
import { emit } from '@/lib/events/service';
import { insistentTransaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { eraseRecords } from '@/lib/records/service';
import { removeRuns } from '@/lib/runs/service';

/** What a twin shows: one or two apps of each kind. The names say that it is made up. */
const SAMPLES: Record<string, (person: UserPrincipal) => Promise<string>> = {
  hubspot: (person) => byConsent(person, 'hubspot', 'acme', { name: 'HubSpot (sandbox)' }),
  pipedrive: (person) =>
    byKey(
      person,
      'pipedrive',
      { api_key: pipedriveKey('globex') },
      { name: 'Pipedrive (sandbox)' },
    ),
  gong: (person) => byConsent(person, 'gong', 'acme', { name: 'Gong (sandbox)' }),
  slack: (person) => byConsent(person, 'slack', 'globex', { name: 'Slack (sandbox)' }),
  notion: (person) => byConsent(person, 'notion', 'globex', { name: 'Notion (sandbox)' }),
  x: (person) => byHandle(person, 'x', 'globex', { name: 'X (sandbox)' }),
};

/** What a workspace without connections can begin with, and whom to ask for what it cannot. */
export async function getSetUp(
  principal: Principal,
): Promise<z.output<typeof getOperation.output>> {
  const twin = await findTwin(principal.workspace.id);
  const connections = twin && (await connectionIds(twin.id)).length;
  return {
    sandbox: {
      reason: whyNoTwin(principal),
      twin: twin && { ...twin, connections: connections ?? 0 },
    },
    platform_admins: await platformAdmins(),
  };
}

function whyNoTwin({ workspace }: Principal): string | null {
  if (!env().SANDBOX) return 'The sandbox of this installation is off.';
  return workspace.mode === 'sandbox'
    ? 'This workspace is a sandbox itself: whatever is connected here is made up.'
    : null;
}

/**
 * Makes the workspace's sandbox twin if there is none, and connects the accounts of the sandbox that
 * are not connected there, each by the way a person would take. What cannot be connected is named and
 * left out. Throws sandbox_off.
 */
export async function putSandboxTwin(actor: Actor): Promise<z.output<typeof putOperation.output>> {
  const reason = whyNoTwin(actor);
  if (reason !== null) throw new DomainError('sandbox_off', { detail: reason });
  const twin = await ensureTwin(actor);
  const owner = await ownerOf(twin.id, startedBy(actor).user_id);
  if (!owner) throw new DomainError('sandbox_off', { detail: 'The workspace has no member.' });
  const person: UserPrincipal = { ...owner, kind: 'user', scopes: SCOPES, session_id: null };
  const there = await connectedTypes(twin.id);
  const connected: string[] = [],
    left_out: string[] = [];
  for (const [type, connect] of Object.entries(SAMPLES)) {
    if (there.has(type)) continue;
    try {
      await connect(person);
      connected.push(type);
    } catch (error) {
      left_out.push(type);
      log.warn({ type, error: String(error) }, 'a part of a sandbox twin was left out');
    }
  }
  return { workspace: { id: actor.workspace.id }, twin, connected, left_out };
}

/**
 * Removes the sandbox twin with its connections, records and history, in one transaction. A worker
 * that still reads for it can commit nothing afterwards. Without a twin nothing happens.
 */
export async function deleteSandboxTwin(
  actor: Actor,
): Promise<z.output<typeof deleteOperation.output>> {
  const { id } = actor.workspace;
  const twin = await findTwin(id);
  const none = { workspace: { id }, removed: false, connections: 0, records: 0 };
  if (!twin) return none;
  return insistentTransaction(async (tx) => {
    if (!(await lockTwin(tx, twin.id))) return none;
    const ids = await lockConnections(tx, twin.id);
    for (const connection of ids) await removeRuns(tx, twin.id, connection);
    await removeWorkspace(tx, twin.id);
    let records = 0;
    for (const connection of ids) records += await eraseRecords(tx, connection);
    const counts = { connections: ids.length, records };
    const data = { slug: twin.slug, ...counts };
    await emit(tx, actor, { event: 'workspace.twin_removed', id, data });
    return { workspace: { id }, removed: true, ...counts };
  });
}
