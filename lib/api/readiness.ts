import { db } from '@/lib/platform/db';

const TIMEOUT_MS = 2_000;

/** Whether the database answers in time. Says no more than that: anybody may ask. */
export async function readiness(): Promise<{ ready: boolean; database: 'ok' | 'unreachable' }> {
  const answered = await Promise.race([
    db.query('SELECT 1').then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => {
      setTimeout(() => resolve(false), TIMEOUT_MS).unref();
    }),
  ]);
  return { ready: answered, database: answered ? 'ok' : 'unreachable' };
}
