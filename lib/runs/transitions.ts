import type { RunStatus } from '@/lib/contract/runs';

/**
 * What may follow what. Everything not here is refused by the queries, which name the states they
 * start from.
 */
export const RUN_TRANSITIONS: Record<RunStatus, readonly RunStatus[]> = {
  pending: ['running', 'cancelled'],
  running: ['pending', 'completed', 'partial', 'failed', 'cancelled'],
  completed: [],
  partial: [],
  failed: [],
  cancelled: [],
  skipped_locked: [],
};

/** The states a run can be in before it enters `to`. */
export const comingInto = (to: RunStatus): RunStatus[] =>
  (Object.keys(RUN_TRANSITIONS) as RunStatus[]).filter((from) =>
    RUN_TRANSITIONS[from].includes(to),
  );
