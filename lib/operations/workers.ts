import type { EngineFinding } from '@/lib/jobs/service';
import { deleteWorker, putWorker } from '@/lib/operations/repository';
import { newId } from '@/lib/platform/ids';
import { log } from '@/lib/platform/log';
import { VERSION } from '@/lib/platform/version';

const REPORT_MS = 5_000;

/**
 * Makes this process visible as a worker until `stop`, with what it sees of the job engine. A
 * database that is away is tried again with the next sign of life.
 */
export function reportWorker(
  slots: number,
  look: () => Promise<EngineFinding[]> = async () => [],
): { id: string; stop: () => Promise<void> } {
  const id = newId();
  const report = async () => {
    try {
      await putWorker({ id, version: VERSION, slots, engine: await look() });
    } catch (error) {
      log.warn({ error: String(error) }, 'the sign of life was not stored');
    }
  };
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
