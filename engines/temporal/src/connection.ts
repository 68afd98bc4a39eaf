import { readFile } from 'node:fs/promises';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { env } from '@/lib/platform/env';

/**
 * Connects to the server of the settings. Throws when it does not answer, or when a file named by a
 * TEMPORAL_TLS setting cannot be read.
 */
export async function connect(): Promise<NativeConnection> {
  return NativeConnection.connect(await connectionOptions());
}

/** With TLS when a file or an API key is set: Temporal Cloud accepts keys over TLS alone. */
async function connectionOptions(): Promise<NativeConnectionOptions> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY: apiKey } = env();
  const { TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY, TEMPORAL_TLS_CA } = env();
  if (!TEMPORAL_TLS_CERT && !TEMPORAL_TLS_CA)
    return apiKey ? { address, apiKey, tls: true } : { address };
  if (!TEMPORAL_TLS_CERT !== !TEMPORAL_TLS_KEY)
    throw new Error('TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY must be set together.');
  return {
    address,
    ...(apiKey ? { apiKey } : {}),
    tls: {
      ...(TEMPORAL_TLS_CA ? { serverRootCACertificate: await readFile(TEMPORAL_TLS_CA) } : {}),
      ...(TEMPORAL_TLS_CERT
        ? {
            clientCertPair: {
              crt: await readFile(TEMPORAL_TLS_CERT),
              key: await readFile(TEMPORAL_TLS_KEY!),
            },
          }
        : {}),
    },
  };
}
