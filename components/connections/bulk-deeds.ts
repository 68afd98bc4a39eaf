'use client';
import { useState } from 'react';
import type { Outcome } from '@/components/connections/bulk-summary';
import { canSync } from '@/components/connections/connection-menu';
import type { Selection } from '@/components/connections/use-selection';
import { useConnectionActions } from '@/components/hooks/use-connection-actions';
import type { MessageKey } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';
import { MOST_TAGS } from '@/lib/contract/tag';

const AT_ONCE = 4;

export type DeedName = 'sync' | 'pause' | 'resume' | 'tag' | 'disconnect';
interface Deed {
  /** "3 connections paused". */
  done: MessageKey;
  /** What it cannot be done to is left out, and counted. */
  fits: (c: Connection) => boolean;
  /** `tag`: the one to be added, where that is what is done. */
  work: (c: Connection, tag: string) => Promise<unknown>;
}

/** What can be done to many connections at once, and what came of the last of it. */
export function useBulkDeeds(selection: Selection) {
  const actions = useConnectionActions();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const deeds: Record<DeedName, Deed> = {
    sync: { done: 'connections.bulkSynced', fits: canSync, work: (c) => actions.sync(c) },
    pause: {
      done: 'connections.bulkPaused',
      fits: (c) => !['paused', 'pending', 'disconnected'].includes(c.status),
      work: actions.pause,
    },
    resume: {
      done: 'connections.bulkResumed',
      fits: (c) => c.status === 'paused',
      work: actions.resume,
    },
    tag: {
      done: 'connections.bulkTagged',
      fits: (c) => c.tags.length < MOST_TAGS,
      work: (c, tag) => actions.setTags(c, [...new Set([...c.tags, tag])].sort()),
    },
    disconnect: {
      done: 'connections.bulkDisconnected',
      fits: (c) => c.status !== 'disconnected',
      work: actions.disconnect,
    },
  };
  const run = async (name: DeedName, tag = '') => {
    setBusy(true);
    const { done, fits, work } = deeds[name];
    const chosen = selection.rows.filter(fits);
    const failed = await each(chosen, (c) => work(c, tag));
    setBusy(false);
    setOutcome({
      done,
      succeeded: chosen.length - failed.length,
      skipped: selection.size - chosen.length,
      failed,
    });
    if (failed.length === 0) selection.clear();
  };
  return {
    busy,
    outcome,
    forget: () => setOutcome(null),
    fits: (name: DeedName) => selection.rows.some(deeds[name].fits),
    run,
  };
}

/** Does it to each, a few at a time. Answers those that failed, with the reason. */
async function each(
  rows: readonly Connection[],
  work: (c: Connection) => Promise<unknown>,
): Promise<Outcome['failed']> {
  const queue = [...rows];
  const failed: Outcome['failed'] = [];
  const worker = async () => {
    for (let c = queue.shift(); c; c = queue.shift()) {
      const { name } = c;
      await work(c).catch((error: unknown) => failed.push({ name, why: error }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
}
