import * as access from '@/lib/contract/access';
import * as account from '@/lib/contract/account';
import * as catalog from '@/lib/contract/catalog';
import * as connections from '@/lib/contract/connections';
import * as quarantine from '@/lib/contract/quarantine';
import * as runs from '@/lib/contract/runs';
import * as system from '@/lib/contract/system';
import type { Operation } from '@/lib/contract/operation';
import { ROUTES, type OperationId } from '@/lib/contract/routes';

const modules = {
  ...access,
  ...account,
  ...catalog,
  ...connections,
  ...quarantine,
  ...runs,
  ...system,
};
type Modules = typeof modules;

/** Every public operation by id. The type makes a route without an operation fail to compile. */
export const OPERATIONS = Object.fromEntries(
  Object.keys(ROUTES).map((id) => [id, modules[id as keyof Modules]]),
) as unknown as Operations;
export type Operations = { [Id in OperationId]: Modules[Id] };
export type AnyOperation = Operation;
