// Writes the types of packages/client from the contract; part of npm run docs.
import fs from 'node:fs';
import prettier from 'prettier';

// The description does not depend on these, but the settings it belongs to are checked.
Object.assign(process.env, {
  DATABASE_URL: 'postgres://inlet@127.0.0.1:1/inlet',
  INLET_ENCRYPTION_KEY: 'x'.repeat(32),
  SESSION_SECRET: 'x'.repeat(32),
});
const { clientTypes } = await import('@/lib/api/client-types');
const file = 'packages/client/src/api.gen.ts';
const options = { ...(await prettier.resolveConfig(file)), filepath: file };
fs.writeFileSync(file, await prettier.format(clientTypes(), options));
process.stdout.write(`  ${file}\n`);
