// How a command of operate.mjs begins in a checkout: bundled first when the sources changed. (An
// image runs serve.mjs instead.)
import { bootstrap, say } from './bootstrap.mjs';

export const operateFromSource = (file, command) =>
  bootstrap(file, async () => {
    const [{ buildProcesses, generate }, { operate }] = await Promise.all([
      import('./prepare.mjs'),
      import('./operate.mjs'),
    ]);
    const given = process.argv.slice(2);
    const tell = given.includes('--json') ? () => {} : say;
    await generate(tell);
    await buildProcesses(tell);
    process.exitCode = await operate(command, given);
  });
