import * as access from '@/lib/contract/access';
import * as accessPolicy from '@/lib/contract/access-policy';
import * as account from '@/lib/contract/account';
import * as apiKeys from '@/lib/contract/api-keys';
import * as audit from '@/lib/contract/audit';
import * as authProviders from '@/lib/contract/auth-providers';
import * as catalog from '@/lib/contract/catalog';
import * as collections from '@/lib/contract/collections';
import * as connecting from '@/lib/contract/connecting';
import * as connections from '@/lib/contract/connections';
import * as erasing from '@/lib/contract/erasing';
import * as fields from '@/lib/contract/fields';
import * as freshness from '@/lib/contract/freshness';
import * as health from '@/lib/contract/health';
import * as knowledge from '@/lib/contract/knowledge';
import * as knowledgeSync from '@/lib/contract/knowledge-sync';
import * as metrics from '@/lib/contract/metrics';
import * as notifications from '@/lib/contract/notifications';
import * as origins from '@/lib/contract/origins';
import * as providerApps from '@/lib/contract/provider-apps';
import * as quarantine from '@/lib/contract/quarantine';
import * as runs from '@/lib/contract/runs';
import * as setUp from '@/lib/contract/set-up';
import * as streams from '@/lib/contract/streams';
import * as system from '@/lib/contract/system';
import * as views from '@/lib/contract/views';
import * as workspaces from '@/lib/contract/workspaces';
import * as webhooks from '@/lib/contract/webhooks';
import * as wishes from '@/lib/contract/wishes';
import type { Operation } from '@/lib/contract/operation';

/** Everything the contract exports, by name: operations and the schemas they are made of. */
export const CONTRACT = {
  ...catalog,
  ...connections,
  ...connecting,
  ...collections,
  ...authProviders,
  ...erasing,
  ...fields,
  ...freshness,
  ...health,
  ...runs,
  ...metrics,
  ...knowledge,
  ...knowledgeSync,
  ...setUp,
  ...streams,
  ...quarantine,
  ...access,
  ...accessPolicy,
  ...audit,
  ...apiKeys,
  ...origins,
  ...account,
  ...providerApps,
  ...system,
  ...workspaces,
  ...webhooks,
  ...notifications,
  ...wishes,
  ...views,
};
type Contract = typeof CONTRACT;

/** An operation is exported under its own id. */
export type Operations = {
  [
    Name in keyof Contract as Contract[Name] extends { id: Name; idempotency: string }
      ? Name
      : never
  ]: Contract[Name];
};
export type OperationId = keyof Operations;
export type AnyOperation = Operation & { id: OperationId };

const isOperation = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'idempotency' in value;

/** Every public operation by id. */
export const OPERATIONS = Object.fromEntries(
  Object.entries(CONTRACT).filter(([, value]) => isOperation(value)),
) as unknown as Operations;
