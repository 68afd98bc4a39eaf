import { db } from '@/lib/platform/db';
import { embeddedTrouble } from '@/lib/platform/embedded';
import { sql } from '@/lib/platform/sql';

const TIMEOUT_MS = 2_000;

export interface Readiness {
  ready: boolean;
  database: 'ok' | 'unreachable';
  /** Why our own database does not run, while it is tried again. */
  why?: string;
}

/** Whether the database answers in time. Says no more than that: anybody may ask. */
export async function readiness(): Promise<Readiness> {
  const answered = await Promise.race([
    db.query(sql`SELECT 1`).then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => {
      setTimeout(() => resolve(false), TIMEOUT_MS).unref();
    }),
  ]);
  if (answered) return { ready: true, database: 'ok' };
  const why = embeddedTrouble();
  return { ready: false, database: 'unreachable', ...(why ? { why } : {}) };
}
