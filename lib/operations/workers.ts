import { deleteWorker, putWorker } from '@/lib/operations/repository';
import { newId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';
import { VERSION } from '@/lib/platform/version';

const REPORT_MS = 5_000;

/**
 * Makes this process visible as a worker until `stop`. A database that is away is tried again with
 * the next sign of life.
 */
export function reportWorker(slots: number): { id: string; stop: () => Promise<void> } {
  const id = newId();
  const report = () =>
    putWorker({ id, version: VERSION, slots }).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'the sign of life was not stored'),
    );
  let last = report();
  const timer = setInterval(() => {
    last = last.then(report);
  }, REPORT_MS);
  return {
    id,
    stop: async () => {
      clearInterval(timer);
      await last;
      await deleteWorker(id).catch(() => undefined);
    },
  };
}
