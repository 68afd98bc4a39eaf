import type { World } from '@/lib/connectors/kit';
import { sleep } from '@/lib/platform/clock';
import { readParents } from '@/lib/records/service';
import { askerFor, isLocal } from '@/lib/sync/ask';
import type { Pass } from '@/lib/sync/checkpoint';
import type { StreamRun } from '@/lib/sync/context';
import { downloadRows } from '@/lib/sync/download';

/** What a walk of this stream knows of the world. Ends what it asked for when `signal` aborts. */
export function worldOf(
  job: StreamRun,
  pass: Pick<Pass, 'since' | 'from'>,
  signal: AbortSignal,
): World {
  const caller = { ...job.caller, signal };
  return {
    ask: askerFor(caller),
    rows: (spec, format) => downloadRows(caller, spec, format),
    context: { ...job.context, from: pass.from ?? null },
    since: pass.since,
    parents: (stream, after) => readParents(job, stream, after),
    isLocal,
    sleep: (ms) => sleep(ms, signal),
  };
}
