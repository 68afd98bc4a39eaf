// Runs before each test file, and so before lib/platform/env.ts reads the settings: each file gets
// secrets and a database of its own.
import { randomBytes } from 'node:crypto';

for (const name of Object.keys(process.env))
  if (
    /^(OIDC_|SANDBOX|PUBLIC_URL|PORT$|HOST$|WORKER|DEMO$|JOB_ENGINE|TEMPORAL_)|_PROXY$/i.test(name)
  )
    delete process.env[name];
Object.assign(process.env, {
  // Nobody listens there: a unit test that touches the database fails at once. useTestDatabase()
  // needs the name only.
  DATABASE_URL: `postgres://inlet@127.0.0.1:1/test_${process.pid}_${randomBytes(6).toString('hex')}`,
  DATABASE_POOL: '8',
  INLET_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  SESSION_SECRET: randomBytes(32).toString('hex'),
  LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
});
