// Prints every setting with its sentence and default, from the one file that declares them.
import { NODE_MAJOR } from './install.mjs';

/** Needs the packages and Node 24; without them it says where to look. */
export async function printHelp() {
  try {
    const { Env } = await import('../lib/platform/env.ts');
    for (const [name, field] of Object.entries(Env.shape)) {
      if (name === 'NODE_ENV') continue;
      process.stdout.write(`\n  ${name}\n      ${field.description ?? ''}\n`);
    }
  } catch {
    process.stdout.write(
      `\n  They are listed here once Inlet is installed (npm start, Node ${NODE_MAJOR}); ` +
        `until then see lib/platform/env.ts.\n`,
    );
  }
}
