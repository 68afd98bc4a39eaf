import fs from 'node:fs';
import path from 'node:path';
import { env } from '@/lib/platform/env';

/**
 * Why the embedded database does not run, in PostgreSQL's own words; null when it does, or when it
 * is not ours. Written by scripts/keeper.ts, which tries to start it all the while.
 */
export function embeddedTrouble(): string | null {
  const file = path.join(/* turbopackIgnore: true */ env().DATA_DIR, 'database.state');
  try {
    return fs.readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
