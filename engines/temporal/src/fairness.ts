import type { Client } from '@temporalio/client';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';

const CROWD = 7;
/** A second asker that is served this early did not wait for the crowd. */
const EARLY = 3;
const DEADLINE_MS = 3_000;
/** The setting may be changed while we run: a good answer lasts, a bad one is asked again. */
const AGAIN_MS = 60_000;

let known: { turns: boolean; at: number } | undefined;

/**
 * Whether the server lets fairness keys take turns, found out by doing: the setting itself is not
 * told. On a task queue of their own, several tasks of one key wait before one of another; the order
 * in which they come out says it. Nothing runs, and nothing stays. Throws when it was not to be
 * found out.
 */
export async function takesTurns(client: Client): Promise<boolean> {
  if (known && (known.turns || performance.now() - known.at < AGAIN_MS)) return known.turns;
  known = { turns: await tryIt(client), at: performance.now() };
  return known.turns;
}

async function tryIt(client: Client): Promise<boolean> {
  const name = `${env().TEMPORAL_TASK_QUEUE}/fairness/${newId()}`;
  const start = (key: string, n: number) =>
    client.workflow.start('checkFairness', {
      workflowId: `${name}/${n}`,
      taskQueue: name,
      workflowExecutionTimeout: DEADLINE_MS * 3,
      priority: { fairnessKey: key },
    });
  return client.withDeadline(Date.now() + DEADLINE_MS, async () => {
    const started = [];
    try {
      for (let n = 0; n < CROWD; n++) started.push(await start('crowd', n));
      const other = await start('other', CROWD);
      started.push(other);
      for (let served = 1; served <= EARLY; served++) {
        const { workflowExecution } = await client.workflowService.pollWorkflowTaskQueue({
          namespace: env().TEMPORAL_NAMESPACE,
          taskQueue: { name },
          identity: 'fairness check',
        });
        if (workflowExecution?.workflowId === other.workflowId) return true;
      }
      return false;
    } finally {
      await Promise.allSettled(started.map((handle) => handle.terminate('only a check')));
    }
  });
}
