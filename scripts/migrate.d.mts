export function readMigrations(dir: string): { name: string; sql: string; checksum: string }[];
export function applyMigrations(
  connectionString: string,
  dir: string,
  options?: { only?: readonly string[] | undefined },
): Promise<string[]>;
