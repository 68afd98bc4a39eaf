import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

const REMEMBER_MS = 500;
interface Stored {
  apps: ReadonlySet<string>;
  blocked: ReadonlySet<string>;
}
let remembered: { until: number; stored: Promise<Stored> } | undefined;

/** Connectors whose app was entered in the console, and those that may not be connected; by type. */
export function stored(): Promise<Stored> {
  if (!remembered || performance.now() > remembered.until) {
    remembered = { until: performance.now() + REMEMBER_MS, stored: read() };
    remembered.stored.catch(() => {
      remembered = undefined;
    });
  }
  return remembered.stored;
}

/** Something of it was changed: this process asks again at once, others within half a second. */
export function forgetStored(): void {
  remembered = undefined;
}

async function read(): Promise<Stored> {
  const { rows } = await db.query<{ connector_type: string; what: keyof Stored }>(sql`
    SELECT connector_type, 'apps' AS what
    FROM platform_apps
    UNION ALL
    SELECT connector_type, 'blocked'
    FROM blocked_connectors`);
  const typesOf = (what: keyof Stored) =>
    new Set(rows.filter((row) => row.what === what).map((row) => row.connector_type));
  return { apps: typesOf('apps'), blocked: typesOf('blocked') };
}
