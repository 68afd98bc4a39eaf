import type { Env } from '@/lib/platform/env';

export interface Settings {
  env: Record<string, string>;
  parsed: Env;
  embedded: boolean;
}
export function readSettings(say: (line: string) => void): Promise<Settings>;
