// FROZEN. Workflows that run while a new release starts are replayed with this code: it may only be
// added to behind patched(). src/replay.test.ts replays stored histories.
import {
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities, JobRun } from './shape.ts';

/**
 * One job: its handler runs in an activity, again and again until it returns. Cancelled from
 * outside, it cancels what the job is about and waits for the handler to end by that: the activity
 * itself is never cancelled.
 */
export async function runJob(job: JobRun): Promise<void> {
  const { run } = proxyActivities<Activities>({
    startToCloseTimeout: '23 hours',
    heartbeatTimeout: job.heartbeat_seconds * 1000,
    // Started on the spot it would pass by those that wait their turn in the task queue.
    allowEagerDispatch: false,
    retry: { initialInterval: '1s', backoffCoefficient: 1 },
  });
  // Local: it must not wait for a slot that the job itself may hold.
  const { cancel } = proxyLocalActivities<Activities>({
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '10s' },
  });
  const done = CancellationScope.nonCancellable(() => run(job.key, job.payload));
  try {
    await Promise.race([done, CancellationScope.current().cancelRequested]);
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => {
      await cancel(job.payload);
      await done;
    });
    throw error;
  }
}
