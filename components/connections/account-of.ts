import type { Words } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';

/**
 * Whose account a connection reads: the handle, the account's own name, else the app. Never the
 * connection's name again.
 */
export function accountOf(c: Connection, app: string | undefined, t: Words): string {
  const candidates = [
    c.handle ? `@${c.handle.replace(/^@/, '')}` : null,
    c.account_label,
    c.display_name,
    app,
  ];
  return (
    candidates.find((candidate) => candidate && candidate !== c.name) ??
    (c.status === 'pending' ? t('connections.noAccountYet') : (app ?? c.connector_type))
  );
}
