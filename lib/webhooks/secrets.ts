import { seal, unseal, type Place } from '@/lib/vault/service';

/** Where an endpoint's secret is sealed for; the one before it was sealed for the same place. */
const place = (workspace_id: string, row_id: string): Place => ({
  table: 'webhook_endpoints',
  column: 'secret_cipher',
  workspace_id,
  row_id,
});

interface Sealed {
  workspace_id: string;
  id: string;
  secret_cipher: Buffer;
  previous_cipher: Buffer | null;
}

/** The secrets an endpoint takes: its own, and while it is being rotated the one before. */
export async function secretsOf(endpoint: Sealed): Promise<string[]> {
  const { workspace_id, id, secret_cipher, previous_cipher } = endpoint;
  const ciphers = [secret_cipher, ...(previous_cipher ? [previous_cipher] : [])];
  return Promise.all(ciphers.map((cipher) => unseal(place(workspace_id, id), cipher)));
}

/** Seals a secret for its endpoint. */
export const sealSecret = async (workspace_id: string, id: string, secret: string) =>
  (await seal(place(workspace_id, id), secret)).cipher;
