import type pg from 'pg';

export interface PostgresServer {
  url: string;
  adminUrl: string;
  port: number;
  pid: number;
  cluster: string;
  started: boolean;
}
export function ensurePostgres(options: {
  dataDir: string;
  port?: number | undefined;
  settings?: Record<string, string>;
  say?: (line: string) => void;
}): Promise<PostgresServer>;
export function releasePostgres(
  server: Pick<PostgresServer, 'adminUrl' | 'pid' | 'cluster'>,
): Promise<boolean>;
export function freePort(): Promise<number>;
export function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
