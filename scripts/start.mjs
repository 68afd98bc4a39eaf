// npm start: everything from a fresh clone to a running Inlet. Runs under any Node from 20 on.
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, ROOT, say } from './bootstrap.mjs';
import { PlainError } from './plain-error.mjs';

/** An Inlet that is busy takes a moment to say that it is one. */
const ANSWERS_WITHIN_MS = 10_000;

const HELP = `Starts Inlet: npm start [-- options]

  --demo    fill a demo workspace with sample connections
  --help    this text

Installs, builds and migrates what needs it. Without DATABASE_URL it runs its own PostgreSQL in DATA_DIR (.data).
Settings are environment variables, or lines in a file named .env:
`;

const OPTIONS = { demo: { type: 'boolean' }, help: { type: 'boolean' } };
const { values, tokens } = parseArgs({
  options: OPTIONS,
  strict: false,
  allowPositionals: true,
  tokens: true,
});

if (values.help) {
  const { printHelp } = await import('./help.mjs');
  process.stdout.write(HELP);
  await printHelp();
} else await bootstrap(import.meta.url, main);

async function main() {
  const unknown = tokens.find((token) => !(token.name in OPTIONS));
  if (unknown)
    throw new PlainError(
      `There is no option ${unknown.rawName ?? unknown.value}. See npm start -- --help.`,
    );
  const [{ readSettings }, { buildProcesses, buildWeb, generate }, { serveWeb }] =
    await Promise.all([import('./settings.ts'), import('./prepare.mjs'), import('./serve.mjs')]);
  const settings = await readSettings(say);
  await refuseTakenPort(settings.parsed);
  await generate(say);
  await buildWeb(say);
  await buildProcesses(say);
  process.exitCode = await serveWeb(settings, {
    env: values.demo ? { DEMO: '1' } : {},
    onReady: (empty) =>
      welcome(settings.parsed, {
        empty,
        embedded: settings.embedded,
        dataDir: settings.env.DATA_DIR,
      }),
  });
}

function welcome({ PUBLIC_URL, PORT, HOST }, { empty, embedded, dataDir }) {
  const next = empty
    ? 'Open it and create the owner’s account; or fill a demo with: npm start -- --demo'
    : 'Open it and sign in.';
  const listening = PUBLIC_URL.endsWith(`:${PORT}`) ? '' : ` (listening on ${HOST}:${PORT})`;
  const kept = embedded ? `Data and secrets: ${path.relative(ROOT, dataDir) || dataDir}. ` : '';
  process.stdout.write(
    `\n  Inlet is running at ${PUBLIC_URL}${listening}\n` +
      `  ${next}\n` +
      `  ${kept}Stop with Ctrl+C.\n\n`,
  );
}

async function refuseTakenPort({ PORT, HOST }) {
  const error = await new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', resolve);
    server.listen(PORT, HOST, () => server.close(() => resolve(undefined)));
  });
  if (!error) return;
  if (error.code === 'EADDRINUSE')
    throw new PlainError(
      `Port ${PORT} is in ` +
        `use${(await isInlet(HOST, PORT)) ? ' by another Inlet, which is running already' : ''}. ` +
        `Stop what uses it, or take another: PORT=${PORT + 1} npm start`,
    );
  if (error.code === 'EACCES')
    throw new PlainError(
      `Port ${PORT} needs more rights than this user has. Take one above 1023: PORT=3000 npm start`,
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    throw new PlainError(
      `HOST ${HOST} is no address of this machine. Use 127.0.0.1 (this machine only) or 0.0.0.0 (every address).`,
    );
  throw error;
}

async function isInlet(host, port) {
  const answer = await fetch(`http://${host}:${port}/api/setup`, {
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  })
    .then((response) => response.json())
    .catch(() => ({}));
  return 'needs_setup' in answer;
}
