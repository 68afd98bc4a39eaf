import { log as serverLog } from '@/lib/platform/log';
import { heartbeat, type RunRow } from '@/lib/runs/service';
import { Cancelled, LostClaim, Stopping } from '@/lib/sync/errors';
import type { RunLog } from '@/lib/sync/run-log';

const HEARTBEAT_MS = 2_000;

/**
 * Stands around a run: signs of life while it works, and one signal that aborts when it may not go
 * on, with Cancelled, LostClaim or Stopping as the reason. One heartbeat at a time: a commit holds
 * the row they touch, and a second one waiting would hold a second connection. A database that is
 * away is noticed by the next commit.
 */
export function watchRun(
  run: RunRow,
  stopping: AbortSignal,
  log: RunLog,
): { signal: AbortSignal; end: () => void } {
  const stop = new AbortController();
  const onStop = () => stop.abort(new Stopping());
  if (stopping.aborted) onStop();
  else stopping.addEventListener('abort', onStop, { once: true });

  let ended = false;
  let timer: NodeJS.Timeout;
  const beat = async () => {
    try {
      const alive = await heartbeat(run, log.waiting());
      await log.flush();
      if (!alive && !ended) stop.abort(new LostClaim());
      else if (alive?.cancel_requested) stop.abort(new Cancelled());
    } catch (error) {
      serverLog.warn({ run: run.id, error: String(error) }, 'run heartbeat failed');
    }
    if (!ended) next();
  };
  const next = () => {
    timer = setTimeout(() => void beat(), HEARTBEAT_MS);
  };
  next();
  return {
    signal: stop.signal,
    end: () => {
      ended = true;
      clearTimeout(timer);
      stopping.removeEventListener('abort', onStop);
    },
  };
}
