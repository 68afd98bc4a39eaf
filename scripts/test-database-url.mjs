// Second set-up file of the database tests: points this file's database name at the test server.
import { inject } from 'vitest';
import { databaseUrl } from './test-database.ts';

process.env.DATABASE_URL = databaseUrl(
  inject('testServer').adminUrl,
  new URL(process.env.DATABASE_URL).pathname.slice(1),
);
