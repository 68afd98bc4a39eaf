import { provideSandbox } from '@/lib/egress/sandbox-address';
import { closeDatabase } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';
import { localSandbox } from '@/lib/worker/local-sandbox';
import { startDemo } from '@/lib/worker/demo';
import { startWorker, stopWorker } from '@/lib/worker/start';
import { verifyEncryptionKey } from '@/lib/vault/service';

/**
 * Everything a process does before it serves: checks the settings and the encryption key, makes the
 * sandbox reachable, calls `listen` if there is one, and starts syncing when `work` says so. A
 * fault is one line that says what to set, and the end.
 */
export async function boot({
  work,
  listen,
}: {
  work: boolean;
  listen?: () => Promise<void>;
}): Promise<void> {
  try {
    env();
    await verifyEncryptionKey();
    if (env().SANDBOX && !env().SANDBOX_URL) provideSandbox(async () => (await localSandbox()).url);
    await listen?.();
    if (work) await startWorker();
    if (env().DEMO) await startDemo();
  } catch (error) {
    process.stderr.write(
      `\nInlet cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  }
  onSignals();
}

let stopping = false;
function onSignals(): void {
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    void stopWorker()
      .then(closeDatabase)
      .catch((error: unknown) => log.error({ error: String(error) }, 'stopping failed'))
      .finally(() => process.exit(0));
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
}
