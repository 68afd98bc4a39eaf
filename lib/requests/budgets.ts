import { DomainError } from '@/lib/contract/errors';
import type { Principal } from '@/lib/contract/principal';
import { env } from '@/lib/platform/env';
import { takeRequests, type RequestLimit, type TakenRow } from '@/lib/requests/repository';

/** Requests are counted by the minute. */
export const WINDOW_SECONDS = 60;

/** What is left of one limit. */
export interface Budget {
  name: 'key' | 'workspace';
  quota: number;
  remaining: number;
  resets_in_seconds: number;
}

type Limit = RequestLimit & { name: Budget['name'] };
/** Requests a minute; 0: as many as they like. */
interface Allowed {
  per_key: number;
  per_workspace: number;
}
const configured = (): Allowed => ({
  per_key: env().API_RATE_PER_KEY,
  per_workspace: env().API_RATE_PER_WORKSPACE,
});

type Taken = { granted: boolean; budgets: Budget[] };
/** Requests of one key that wait for the database, and when its budget is known to open again. */
interface Queue {
  waiting: { resolve: (taken: Taken) => void; reject: (error: unknown) => void }[];
  running: boolean;
  closed?: { until: number; budgets: Budget[] };
}
const queues = new Map<string, Queue>();
const MAX_QUEUES = 5_000;

/**
 * Counts a request of an API key against the limits of the key and of its workspace, exactly across
 * processes; answers what is left. People in the console are not counted: a script that runs wild
 * locks nobody out. Throws rate_limited, with the seconds to wait in `retry_after_seconds` and the
 * budgets beside it.
 */
export async function takeRequest(
  principal: Principal,
  allowed: Allowed = configured(),
): Promise<Budget[]> {
  if (principal.kind !== 'api_key') return [];
  const { key_id, workspace } = principal;
  const all: Limit[] = [
    { name: 'key', key: `key/${key_id}`, room: allowed.per_key },
    { name: 'workspace', key: `workspace/${workspace.id}`, room: allowed.per_workspace },
  ];
  const limits = all.filter(({ room }) => room > 0);
  if (limits.length === 0) return [];
  const queue = queueOf(principal.key_id);
  const closed = stillClosed(queue);
  const taken = closed ?? (await join(queue, limits));
  if (!taken.granted) throw new RateLimited(taken.budgets);
  return taken.budgets;
}

/** A request over the limit; with the budgets as they are. */
export class RateLimited extends DomainError {
  readonly budgets: Budget[];
  constructor(budgets: Budget[]) {
    const spent = budgets.filter(({ remaining }) => remaining <= 0);
    const retry_after_seconds = Math.max(...spent.map((b) => b.resets_in_seconds), 1);
    const of = spent.some((b) => b.name === 'key') ? 'API key' : 'workspace';
    const { quota } = spent[0] ?? budgets[0]!;
    super('rate_limited', {
      detail: `This ${of} may make ${quota} requests a minute.`,
      extra: { retry_after_seconds },
    });
    this.budgets = budgets;
  }
}

function queueOf(key_id: string): Queue {
  const found = queues.get(key_id);
  if (found) return found;
  if (queues.size >= MAX_QUEUES)
    for (const [id, { running }] of queues) if (!running) queues.delete(id);
  const made: Queue = { waiting: [], running: false };
  queues.set(key_id, made);
  return made;
}

/** Nothing opens a spent budget before its window ends, so that nobody has to be asked until then. */
function stillClosed({ closed }: Queue): Taken | undefined {
  const left_ms = (closed?.until ?? 0) - performance.now();
  if (!closed || left_ms <= 0) return undefined;
  const budgets = closed.budgets.map((budget) =>
    budget.remaining > 0 ? budget : { ...budget, resets_in_seconds: Math.ceil(left_ms / 1000) },
  );
  return { granted: false, budgets };
}

/**
 * Requests that come while the database is asked for others of the same key are asked for together
 * afterwards: one statement, however many there are at once.
 */
function join(queue: Queue, limits: readonly Limit[]) {
  return new Promise<Taken>((resolve, reject) => {
    queue.waiting.push({ resolve, reject });
    if (!queue.running) void drain(queue, limits);
  });
}

async function drain(queue: Queue, limits: readonly Limit[]): Promise<void> {
  queue.running = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0);
    const asked_at = performance.now();
    try {
      const rows = await takeRequests(
        limits.map(({ key, room }) => ({ key, room })),
        batch.length,
        WINDOW_SECONDS * 1000,
      );
      const granted = rows[0]!.granted;
      batch.forEach(({ resolve }, i) =>
        // Those before it in the batch have taken theirs, those after it have not.
        resolve({ granted: i < granted, budgets: budgetsOf(limits, rows, granted - 1 - i) }),
      );
      if (granted < batch.length) close(queue, limits, rows, asked_at);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  queue.running = false;
}

function close(
  queue: Queue,
  limits: readonly Limit[],
  rows: readonly TakenRow[],
  asked_at: number,
): void {
  const wait_ms = Math.max(...rows.filter((r) => r.remaining <= 0).map((r) => r.resets_in_ms));
  queue.closed = { until: asked_at + wait_ms, budgets: budgetsOf(limits, rows, 0) };
}

const budgetsOf = (
  limits: readonly Limit[],
  rows: readonly TakenRow[],
  not_yet_taken: number,
): Budget[] =>
  limits.map(({ name, key, room }) => {
    const row = rows.find((r) => r.key === key)!;
    return {
      name,
      quota: room,
      remaining: row.remaining + Math.max(not_yet_taken, 0),
      resets_in_seconds: Math.max(Math.ceil(row.resets_in_ms / 1000), 1),
    };
  });
