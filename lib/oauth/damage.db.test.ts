import { expect, it } from 'vitest';
import { getConnection, reconnectConnection } from '@/lib/connections/service';
import { db } from '@/lib/platform/db';
import { raw, sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

it.each([
  ['damaged', `set_byte(cipher, length(cipher) - 1, get_byte(cipher, length(cipher) - 1) # 1)`],
  ['of another installation', `overlay(cipher PLACING decode(md5('x'), 'hex') FROM 2)`],
  ['of another connection', `(SELECT cipher FROM credentials WHERE connection_id = $2)`],
  ['cut off', `substring(cipher FOR 20)`],
  ['of another version', `overlay(cipher PLACING '\\x02'::bytea FROM 1)`],
  ['empty', `''::bytea`],
])(
  'a credential that is %s ends its own sync with a reason, and can be replaced',
  async (_, cipher) => {
    const principal = await makePrincipal(await makeWorkspace());
    const [{ id }, other] = [
      await connectPipedrive(principal, bulkKey(20)),
      await connectPipedrive(principal, bulkKey(21)),
    ];
    await db.query(sql`
      UPDATE credentials
      SET cipher = ${raw(cipher)}
      WHERE connection_id = ${id} AND ${other.id}::uuid IS NOT NULL`);
    await work(id);
    expect(await getConnection(principal, { id })).toMatchObject({
      health: 'error',
      error_category: 'config',
      health_detail: {
        who: 'operator',
        cause: expect.stringMatching(/cannot be read.*reconnect/s) as string,
      },
      last_run: { status: 'failed' },
      is_syncing: false,
    });
    await work(other.id);
    expect(await getConnection(principal, { id: other.id })).toMatchObject({ health: 'healthy' });

    const again = await reconnectConnection(principal, {
      id,
      api_key: bulkKey(20),
      allow_account_change: false,
    });
    expect(again.mode).toBe('connected');
    await work(id);
    expect(await getConnection(principal, { id })).toMatchObject({ health: 'healthy' });
  },
);
