// npm run dev: the same preparation as npm start, then Next's development server.
import path from 'node:path';
import { bootstrap, ROOT, say, withOwnNode } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const [{ readSettings }, { openDatabase }, { generate }, { supervise }] = await Promise.all([
    import('./settings.ts'),
    import('./database.ts'),
    import('./prepare.mjs'),
    import('./supervise.mjs'),
  ]);
  process.env.NODE_ENV ??= 'development';
  const settings = await readSettings(say);
  await generate(say);
  const database = await openDatabase(settings, say);
  const { PORT, HOST } = settings.parsed;
  const code = await supervise(
    [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'dev', '-p', String(PORT), '-H', HOST],
    {
      env: {
        ...withOwnNode(),
        ...settings.env,
        DATABASE_URL: database.url,
        NODE_ENV: 'development',
        NEXT_MANUAL_SIG_HANDLE: 'true',
      },
    },
  );
  await database.close();
  process.exitCode = code;
});
