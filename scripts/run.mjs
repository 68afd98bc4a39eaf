// npm run build, worker and sandbox: everything that is made from the sources, made when they
// changed (the Temporal worker only by a worker that needs it, or by its image); a process that only
// syncs, beside any number of others on the same database; the provider sandbox as a server of its
// own, which needs no database.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';

const ROLES = { build, temporal, worker, sandbox };

await bootstrap(import.meta.url, async () => {
  const role = ROLES[process.argv[2]];
  if (!role) throw new PlainError(`Usage: run.mjs ${Object.keys(ROLES).join(' | ')}`);
  const { generate, ...builds } = await import('./prepare.mjs');
  await generate(say);
  await role(builds);
});

async function build({ buildProcesses, buildWeb }) {
  const made = [await buildWeb(say), await buildProcesses(say)];
  say(made.includes(true) ? 'Built.' : 'Nothing changed since the last build.');
}

/** What a worker of JOB_ENGINE=temporal runs from, for an image: engines/temporal/Dockerfile. */
async function temporal({ buildTemporal }) {
  await buildTemporal(say);
}

async function worker({ buildProcesses, buildTemporal }) {
  const [{ readSettings }, { serveWorker }] = await Promise.all([
    import('./settings.ts'),
    import('./serve.mjs'),
  ]);
  const settings = await readSettings(say);
  await (settings.parsed.JOB_ENGINE === 'temporal' ? buildTemporal(say) : buildProcesses(say));
  process.exitCode = await serveWorker(settings);
}

async function sandbox({ buildProcesses }) {
  const { supervise } = await import('./supervise.mjs');
  await buildProcesses(say);
  process.exitCode = await supervise(
    ['--enable-source-maps', path.join(ROOT, 'dist/sandbox.mjs'), ...process.argv.slice(3)],
    { env: withOwnNode() },
  );
}
