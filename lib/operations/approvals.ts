import {
  allConnectors,
  blockedConnectors,
  findConnector,
  forgetStored,
} from '@/lib/catalog/service';
import type * as z from 'zod';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import type { ConnectorApproval } from '@/lib/contract/workspaces';
import type { Connector } from '@/lib/connectors/kit';
import { emit } from '@/lib/events/service';
import { blockConnector, countConnections } from '@/lib/operations/repository-approvals';
import { transaction } from '@/lib/platform/db';

type Approval = z.output<typeof ConnectorApproval>;

/** Which connectors may be connected on this installation; one nobody blocked may. */
export async function listConnectorApprovals(
  _principal: Principal,
): Promise<{ connectors: Approval[] }> {
  const [blocked, counts] = await Promise.all([blockedConnectors(), countConnections()]);
  const live = allConnectors().filter((c) => c.puller.status === 'live');
  return { connectors: live.map((c) => approvalOf(c, !blocked.has(c.type), counts)) };
}

/**
 * Says whether a connector may be connected, in every workspace from now on. What is connected
 * already stays, and can be repaired. Throws unknown_connector.
 */
export async function setConnectorApproval(
  actor: Actor,
  { type, approved }: { type: string; approved: boolean },
): Promise<{ connector: Approval }> {
  const connector = findConnector(type);
  if (!connector) throw missing('connector');
  await transaction(async (tx) => {
    await blockConnector(connector.type, !approved, tx);
    await emit(tx, actor, {
      event: 'connector.approval_set',
      id: connector.type,
      data: { approved },
    });
  });
  forgetStored();
  return { connector: approvalOf(connector, approved, await countConnections()) };
}

const approvalOf = (
  { type, name }: Connector,
  approved: boolean,
  counts: ReadonlyMap<string, number>,
): Approval => ({ type, name, approved, connections: counts.get(type) ?? 0 });
