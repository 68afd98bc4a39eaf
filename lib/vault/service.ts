import { decrypt, encrypt, keyring, randomKey, type Kek } from '@/lib/vault/keyring';
import {
  dataKeyPage,
  dataKeys,
  dropDataKeys,
  insertDataKey,
  replacePrimary,
  rewrapDataKeys,
  wrappedSamples,
  type DataKeyRow,
} from '@/lib/vault/repository';
import type { Sql } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';

/**
 * Seals credentials. A key-encryption key from the environment wraps one data key per workspace; a
 * secret is `1 | data key id (16) | nonce (12) | tag (16) | ciphertext`, bound by its associated
 * data to the table, column, workspace and row it belongs to, so that a value copied elsewhere does
 * not open.
 */
export interface Place {
  table: string;
  column: string;
  workspace_id: string;
  row_id: string;
}
export interface Sealed {
  cipher: Buffer;
  data_key_id: string;
}

/**
 * A stored secret does not open, and no further try will change that. The message is a sentence for
 * whoever runs the installation; it holds nothing of the secret.
 */
export class SecretUnreadable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretUnreadable';
  }
}

const VERSION = 1;
const unwrapped = new Map<string, Promise<{ id: string; key: Buffer }>>();
/** How long a process may go on sealing with a data key after another has become the primary. */
const PRIMARY_FOR_MS = 60_000;
/**
 * A data key that stopped being the primary is kept this long at least: longer than PRIMARY_FOR_MS
 * and than an authorization takes.
 */
const RETIRED_MINUTES = 15;
const PAGE = 500;

/** Seals text for one place. */
export async function seal(place: Place, plain: string): Promise<Sealed> {
  const { id, key } = await primaryKey(place.workspace_id);
  const body = encrypt(key, aad(place, id), Buffer.from(plain, 'utf8'));
  return {
    cipher: Buffer.concat([
      Buffer.from([VERSION]),
      Buffer.from(id.replaceAll('-', ''), 'hex'),
      body,
    ]),
    data_key_id: id,
  };
}

/**
 * Opens what `seal` made for the same place. Throws SecretUnreadable when it was changed, moved, or
 * its key is not there. `sql`: a transaction that alone sees the data key.
 */
export async function unseal(place: Place, cipher: Buffer, sql?: Sql): Promise<string> {
  if (cipher[0] !== VERSION || cipher.length < 17)
    throw new SecretUnreadable('It is damaged: it was not written by this version of Inlet.');
  const id = keyIdOf(cipher);
  const { key } = await keyById(place.workspace_id, id, sql);
  return opened(
    () => decrypt(key, aad(place, id), cipher.subarray(17)).toString('utf8'),
    'It is damaged, or was copied from another connection.',
  );
}

/** What a cipher that does not open means: OpenSSL only says that it could not. */
function opened<T>(open: () => T, sentence: string): T {
  try {
    return open();
  } catch (error) {
    throw new SecretUnreadable(sentence, { cause: error });
  }
}

/**
 * Refuses to start with a key that does not open what is stored: throws a sentence that says what
 * to set.
 */
export async function verifyEncryptionKey(): Promise<void> {
  for (const row of await wrappedSamples()) {
    try {
      unwrap(row);
    } catch {
      throw new Error(
        'INLET_ENCRYPTION_KEY is not the key the stored credentials were sealed with (key ' +
          `${row.kek_id}). Set the earlier key, or add it after a comma.`,
      );
    }
  }
}

/**
 * Which key-encryption keys the stored data keys are wrapped with, and whether the ring opens them
 * all.
 */
export async function inspectKeys(): Promise<{
  keks: { id: string; data_keys: number; opens: boolean; primary: boolean }[];
  data_keys: number;
  unopened: number;
}> {
  const primary = ring()[0]!.id;
  const found = new Map<
    string,
    { id: string; data_keys: number; opens: boolean; primary: boolean }
  >();
  let unopened = 0,
    total = 0;
  for await (const row of everyDataKey()) {
    const kek = found.get(row.kek_id) ?? {
      id: row.kek_id,
      data_keys: 0,
      opens: true,
      primary: row.kek_id === primary,
    };
    found.set(row.kek_id, kek);
    kek.data_keys += 1;
    total += 1;
    try {
      unwrap(row);
    } catch {
      kek.opens = false;
      unopened += 1;
    }
  }
  return { keks: [...found.values()], data_keys: total, unopened };
}

/** Whether a wrapped data key from elsewhere (a backup) opens with the ring of this process. */
export function opensDataKey(
  row: Pick<DataKeyRow, 'id' | 'workspace_id' | 'kek_id' | 'wrapped'>,
): boolean {
  try {
    unwrap(row);
    return true;
  } catch {
    return false;
  }
}

/**
 * Wraps every data key with the newest key-encryption key. Reads go on meanwhile: a process holds
 * data keys opened. Throws when one does not open.
 */
export async function rewrapAll(): Promise<{ rewrapped: number; already: number }> {
  const kek = ring()[0]!;
  let rewrapped = 0,
    already = 0;
  let batch: { row: DataKeyRow; wrapped: Buffer }[] = [];
  const write = async () => {
    rewrapped += await rewrapDataKeys(kek.id, batch);
    batch = [];
  };
  for await (const row of everyDataKey()) {
    if (row.kek_id === kek.id) {
      already += 1;
      continue;
    }
    batch.push({ row, wrapped: encrypt(kek.key, wrapAad(row.workspace_id, row.id), unwrap(row)) });
    if (batch.length >= PAGE) await write();
  }
  await write();
  return { rewrapped, already };
}

/**
 * Gives a workspace a new data key to seal with, unless another process just did. What was sealed
 * before still opens.
 */
export async function startNewDataKey(workspace_id: string, instead_of: string): Promise<boolean> {
  const id = newId();
  const kek = ring()[0]!;
  const done = await replacePrimary(
    {
      workspace_id,
      id,
      kek_id: kek.id,
      wrapped: encrypt(kek.key, wrapAad(workspace_id, id), randomKey()),
    },
    instead_of,
  );
  unwrapped.delete(workspace_id);
  return done;
}

/**
 * Deletes data keys that nothing was sealed with any more, by the caller's list; the primary and
 * those retired a moment ago stay.
 */
export const dropRetired = (ids: readonly string[]): Promise<number> =>
  dropDataKeys(ids, RETIRED_MINUTES);

/** The id of the data key a value was sealed with. */
export function keyIdOf(cipher: Buffer): string {
  const hex = cipher.subarray(1, 17).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

async function* everyDataKey(): AsyncGenerator<DataKeyRow> {
  for (let after: DataKeyRow | undefined; ;) {
    const rows = await dataKeyPage(after, PAGE);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1);
  }
}

const aad = (p: Place, key_id: string) =>
  `v1|${p.table}|${p.column}|${p.workspace_id}|${p.row_id}|${key_id}`;
const ring = (): Kek[] => keyring(env().INLET_ENCRYPTION_KEY);
const wrapAad = (workspace_id: string, id: string) => `v1|data_keys|wrapped|${workspace_id}|${id}`;

function unwrap(row: Pick<DataKeyRow, 'id' | 'workspace_id' | 'kek_id' | 'wrapped'>): Buffer {
  const kek = ring().find((k) => k.id === row.kek_id);
  if (!kek)
    throw new SecretUnreadable(
      `INLET_ENCRYPTION_KEY does not hold the key it was sealed with (${row.kek_id}); add ` +
        'the earlier key after a comma.',
    );
  return opened(
    () => decrypt(kek.key, wrapAad(row.workspace_id, row.id), row.wrapped),
    'The data key of its workspace is damaged; restore data_keys from a backup, or give ' +
      'the workspace a new one with npm run rotate-keys -- --data.',
  );
}

function remember(
  name: string,
  load: () => Promise<{ id: string; key: Buffer }>,
): Promise<{ id: string; key: Buffer }> {
  let found = unwrapped.get(name);
  if (!found) {
    found = load();
    unwrapped.set(name, found);
    found.catch(() => unwrapped.delete(name));
  }
  return found;
}

const primaryKey = (workspace_id: string) =>
  remember(workspace_id, async () => {
    setTimeout(() => unwrapped.delete(workspace_id), PRIMARY_FOR_MS).unref();
    let row = (await dataKeys(workspace_id)).find((k) => k.primary);
    if (!row) {
      const id = newId();
      const kek = ring()[0]!;
      await insertDataKey({
        workspace_id,
        id,
        kek_id: kek.id,
        wrapped: encrypt(kek.key, wrapAad(workspace_id, id), randomKey()),
      });
      row = (await dataKeys(workspace_id)).find((k) => k.primary)!;
    }
    return { id: row.id, key: unwrap(row) };
  });

const keyById = (workspace_id: string, id: string, sql?: Sql) =>
  remember(`${workspace_id}/${id}`, async () => {
    const row = (await dataKeys(workspace_id, sql)).find((k) => k.id === id);
    if (!row)
      throw new SecretUnreadable(
        'Its data key is not in this workspace: it comes from another installation, or ' +
          'data_keys was not restored with it.',
      );
    return { id, key: unwrap(row) };
  });
