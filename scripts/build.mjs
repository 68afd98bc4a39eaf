// npm run build: everything that is made from the sources, made when they changed.
import { bootstrap, say } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { buildProcesses, buildWeb, generate } = await import('./prepare.mjs');
  await generate(say);
  const made = [await buildWeb(say), await buildProcesses(say)];
  say(made.includes(true) ? 'Built.' : 'Nothing changed since the last build.');
});
