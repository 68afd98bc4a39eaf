import type { Connection } from '@/lib/contract/connections';

/** Whose account a connection reads: the handle, the account's own name, else the app. */
export const accountOf = (c: Connection, app: string | undefined): string => (c.handle ? `@${c.handle.replace(/^@/, '')}` : (c.account_label ?? app ?? c.connector_type));
