import type { OpenDatabase } from './database.mjs';

export function keepPostgres(options: {
  dataDir: string;
  settings?: Record<string, string>;
  say: (line: string) => void;
}): Promise<OpenDatabase>;
