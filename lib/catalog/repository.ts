import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

const REMEMBER_MS = 500;
let remembered: { until: number; types: Promise<ReadonlySet<string>> } | undefined;

/** Connectors whose app was entered in the console; asked at most twice a second. */
export function storedApps(): Promise<ReadonlySet<string>> {
  if (!remembered || performance.now() > remembered.until) {
    remembered = { until: performance.now() + REMEMBER_MS, types: readTypes() };
    remembered.types.catch(() => {
      remembered = undefined;
    });
  }
  return remembered.types;
}

/** An app was entered or removed: this process asks again at once. */
export function forgetStoredApps(): void {
  remembered = undefined;
}

async function readTypes(): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ connector_type: string }>(sql`
    SELECT connector_type
    FROM platform_apps`);
  return new Set(rows.map((r) => r.connector_type));
}
