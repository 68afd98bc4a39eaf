import { decrypt, encrypt, keyring, randomKey, type Kek } from '@/lib/vault/keyring';
import { dataKeys, insertDataKey, wrappedSamples, type DataKeyRow } from '@/lib/vault/repository';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';

/**
 * Seals credentials. A key-encryption key from the environment wraps one data key per workspace; a secret is
 * `1 | data key id (16) | nonce (12) | tag (16) | ciphertext`, bound by its associated data to the table, column,
 * workspace and row it belongs to, so that a value copied elsewhere does not open.
 */
export interface Place { table: string; column: string; workspace_id: string; row_id: string }
export interface Sealed { cipher: Buffer; data_key_id: string }

const VERSION = 1;
const unwrapped = new Map<string, Promise<{ id: string; key: Buffer }>>();

/** Seals text for one place. */
export async function seal(place: Place, plain: string): Promise<Sealed> {
  const { id, key } = await primaryKey(place.workspace_id);
  const body = encrypt(key, aad(place, id), Buffer.from(plain, 'utf8'));
  return { cipher: Buffer.concat([Buffer.from([VERSION]), Buffer.from(id.replaceAll('-', ''), 'hex'), body]), data_key_id: id };
}

/** Opens what `seal` made for the same place. Throws when it was changed, moved, or its key is not in the ring. */
export async function unseal(place: Place, cipher: Buffer): Promise<string> {
  if (cipher[0] !== VERSION) throw new Error('sealed value has an unknown version');
  const hex = cipher.subarray(1, 17).toString('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  const { key } = await keyById(place.workspace_id, id);
  return decrypt(key, aad(place, id), cipher.subarray(17)).toString('utf8');
}

/** Refuses to start with a key that does not open what is stored: throws a sentence that says what to set. */
export async function verifyEncryptionKey(): Promise<void> {
  for (const row of await wrappedSamples()) {
    try { unwrap(row); } catch {
      throw new Error(`INLET_ENCRYPTION_KEY is not the key the stored credentials were sealed with (key ${row.kek_id}). Set the earlier key, or add it after a comma.`);
    }
  }
}

const aad = (p: Place, key_id: string) => `v1|${p.table}|${p.column}|${p.workspace_id}|${p.row_id}|${key_id}`;
const ring = (): Kek[] => keyring(env().INLET_ENCRYPTION_KEY);
const wrapAad = (workspace_id: string, id: string) => `v1|data_keys|wrapped|${workspace_id}|${id}`;

function unwrap(row: DataKeyRow): Buffer {
  const kek = ring().find((k) => k.id === row.kek_id);
  if (!kek) throw new Error(`no key-encryption key ${row.kek_id} in the ring`);
  return decrypt(kek.key, wrapAad(row.workspace_id, row.id), row.wrapped);
}

function remember(name: string, load: () => Promise<{ id: string; key: Buffer }>): Promise<{ id: string; key: Buffer }> {
  let found = unwrapped.get(name);
  if (!found) {
    found = load();
    unwrapped.set(name, found);
    found.catch(() => unwrapped.delete(name));
  }
  return found;
}

const primaryKey = (workspace_id: string) => remember(workspace_id, async () => {
  let row = (await dataKeys(workspace_id)).find((k) => k.primary);
  if (!row) {
    const id = newId();
    const kek = ring()[0]!;
    await insertDataKey({ workspace_id, id, kek_id: kek.id, wrapped: encrypt(kek.key, wrapAad(workspace_id, id), randomKey()) });
    row = (await dataKeys(workspace_id)).find((k) => k.primary)!;
  }
  return { id: row.id, key: unwrap(row) };
});

const keyById = (workspace_id: string, id: string) => remember(`${workspace_id}/${id}`, async () => {
  const row = (await dataKeys(workspace_id)).find((k) => k.id === id);
  if (!row) throw new Error('the data key of this secret is not in the workspace');
  return { id, key: unwrap(row) };
});
