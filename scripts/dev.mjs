// npm run dev: the same preparation as npm start, then Next's development server, and beside it the
// worker and the sandbox, which pick up edited connectors.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ readSettings }, { openDatabase }, { generate }, { supervise }, { startDevProcesses }] =
    await Promise.all([
      import('./settings.ts'),
      import('./database.ts'),
      import('./prepare.mjs'),
      import('./supervise.mjs'),
      import('./dev-processes.mjs'),
    ]);
  process.env.NODE_ENV ??= 'development';
  const settings = await readSettings(say);
  await generate(say);
  const database = await openDatabase(settings, say);
  const { PORT, HOST, PUBLIC_URL, WORKER, SANDBOX } = settings.parsed;
  const env = {
    ...withOwnNode(),
    ...settings.env,
    DATABASE_URL: database.url,
    NODE_ENV: 'development',
  };
  const beside = await startDevProcesses({
    root: ROOT,
    env,
    public_url: PUBLIC_URL,
    worker: WORKER,
    sandbox: SANDBOX,
    say,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, beside.expectEnd);
  const code = await supervise(
    [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'dev', '-p', String(PORT), '-H', HOST],
    {
      env: {
        ...env,
        // The worker is a process of its own: Next does not load its code anew.
        WORKER: '0',
        ...(beside.sandbox_url ? { SANDBOX_URL: beside.sandbox_url } : {}),
        NEXT_MANUAL_SIG_HANDLE: 'true',
      },
    },
  );
  await beside.close();
  await database.close();
  process.exitCode = code;
});
