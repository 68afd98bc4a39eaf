import { expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { decrypt, encrypt, keyring, randomKey } from '@/lib/vault/keyring';
import { seal, unseal, verifyEncryptionKey } from '@/lib/vault/service';

useTestDatabase();
const place = (workspace_id: string, row_id = 'row-1') => ({
  table: 'credentials',
  column: 'cipher',
  workspace_id,
  row_id,
});

it('opens what it sealed, and the plain text is nowhere in it', async () => {
  const { id } = await makeWorkspace();
  const { cipher } = await seal(place(id), 'pd_live_canary');
  expect(cipher.includes('canary')).toBe(false);
  expect(await unseal(place(id), cipher)).toBe('pd_live_canary');
});

it('does not open in another row, column, table or workspace', async () => {
  const [a, b] = [await makeWorkspace(), await makeWorkspace()];
  const { cipher } = await seal(place(a.id), 'secret');
  await seal(place(b.id), 'other');
  for (const elsewhere of [
    place(a.id, 'row-2'),
    { ...place(a.id), column: 'previous' },
    { ...place(a.id), table: 'provider_apps' },
    place(b.id),
  ])
    await expect(unseal(elsewhere, cipher)).rejects.toThrow();
});

it('does not open when any single bit was changed', () => {
  const key = randomKey();
  const sealed = encrypt(key, 'aad', Buffer.from('0123456789abcdef'));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Buffer.from(sealed);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => decrypt(key, 'aad', damaged)).toThrow();
  }
  expect(() => decrypt(key, 'aad', sealed.subarray(0, 20))).toThrow();
});

it('makes one data key however many ask first', async () => {
  const { id } = await makeWorkspace();
  await Promise.all(Array.from({ length: 20 }, (_, i) => seal(place(id, `row-${i}`), 'x')));
  expect((await db.query(sql`SELECT 1 FROM data_keys WHERE workspace_id = ${id}`)).rowCount).toBe(
    1,
  );
});

it('refuses to start with a key that does not open what is stored', async () => {
  const { id } = await makeWorkspace();
  await seal(place(id), 'x');
  await expect(verifyEncryptionKey()).resolves.toBeUndefined();
  await db.query(sql`
    UPDATE data_keys
    SET kek_id = ${keyring('another key that is long enough to be one')[0]!.id}
    WHERE workspace_id = ${id}`);
  await expect(verifyEncryptionKey()).rejects.toThrow(/INLET_ENCRYPTION_KEY/);
});
