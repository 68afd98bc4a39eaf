// npm run doctor, backup, restore, rotate-keys, lift-limit and reset-password: how they begin in a
// checkout, bundled first when the sources changed. (An image runs serve.mjs instead.)
import { bootstrap, say } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ buildProcesses, generate }, { operate }] = await Promise.all([
    import('./prepare.mjs'),
    import('./operations.ts'),
  ]);
  const [command, ...given] = process.argv.slice(2);
  const tell = given.includes('--json') ? () => {} : say;
  await generate(tell);
  await buildProcesses(tell);
  process.exitCode = await operate(command, given);
});
