// The settings of a start: from the environment and .env, with the secrets made here when the
// database is ours too.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Env } from '../lib/platform/env.ts';
import { ROOT } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';
import { writeOnce } from './postgres-home.ts';

export interface Settings {
  env: Record<string, string>;
  parsed: Env;
  /** DATABASE_URL is unset: our own PostgreSQL is to be started. */
  embedded: boolean;
}

type Say = (line: string) => void;

/** Stands in for DATABASE_URL while the other settings are checked. */
const NOT_YET = 'postgres://inlet@127.0.0.1:1/inlet';

/**
 * Checks every setting and answers the environment for the processes of this start, `embedded` true
 * when DATABASE_URL is unset and our own PostgreSQL is to be started. Throws PlainError with a line
 * per problem.
 */
export async function readSettings(say: Say): Promise<Settings> {
  if (fs.existsSync(path.join(ROOT, '.env'))) process.loadEnvFile(path.join(ROOT, '.env')); // what is set already wins
  const { parseEnv } = await import('../lib/platform/env.ts');
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV ?? 'production' } as Record<
    string,
    string
  >;
  const embedded = !env.DATABASE_URL;
  env.DATA_DIR = path.resolve(ROOT, env.DATA_DIR || '.data');
  if (embedded) Object.assign(env, secretsFor(env, say));
  let parsed: Env;
  try {
    parsed = parseEnv(embedded ? { ...env, DATABASE_URL: NOT_YET } : env);
  } catch (error) {
    throw new PlainError((error as Error).message);
  }
  return { env, parsed, embedded };
}

/** Secrets that are not set come from DATA_DIR/secrets.json, made on the first start. */
function secretsFor(env: Record<string, string>, say: Say): Record<string, string> {
  const file = path.join(env.DATA_DIR!, 'secrets.json');
  const given = {
    INLET_ENCRYPTION_KEY: env.INLET_ENCRYPTION_KEY || env.CONNECTOR_ENCRYPTION_KEY,
    SESSION_SECRET: env.SESSION_SECRET,
  };
  if (given.INLET_ENCRYPTION_KEY && given.SESSION_SECRET) return given as Record<string, string>;
  if (!fs.existsSync(file)) {
    if (fs.existsSync(path.join(env.DATA_DIR!, 'postgres.password')))
      throw new PlainError(
        `${file} is missing, and the credentials in the database do not open without it. ` +
          'Restore it from a backup, or set INLET_ENCRYPTION_KEY and SESSION_SECRET.',
      );
    fs.mkdirSync(env.DATA_DIR!, { recursive: true });
    const secret = () => randomBytes(32).toString('base64url');
    writeOnce(
      file,
      `${JSON.stringify({ INLET_ENCRYPTION_KEY: secret(), SESSION_SECRET: secret() }, null, 2)}\n`,
    );
    say(
      `Made an encryption key and a session secret: ${path.relative(ROOT, file) || file}. ` +
        'Back this file up with the data.',
    );
  }
  const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as typeof given;
  return {
    INLET_ENCRYPTION_KEY: given.INLET_ENCRYPTION_KEY ?? stored.INLET_ENCRYPTION_KEY!,
    SESSION_SECRET: given.SESSION_SECRET ?? stored.SESSION_SECRET!,
  };
}
