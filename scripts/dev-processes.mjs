// What runs beside Next in `npm run dev`: the worker and the sandbox, each started anew when a
// connector or a sandbox provider is edited, added or removed.
import net from 'node:net';
import { openPlaceholders } from './new-connector/placeholders.mjs';
import { writeRegistries } from './registry.mjs';
import { restartable } from './restartable.mjs';
import { watchSources } from './watch-sources.mjs';

const CONNECTORS = 'lib/connectors';
const SANDBOX = 'lib/sandbox';

/**
 * Starts what the settings in `env` ask for. Answers the address of the sandbox (that of SANDBOX_URL
 * where it is set, none where it is off), and how to end all of it; runs under way go back to the
 * queue then, as at every restart.
 */
export async function startDevProcesses({ root, env, public_url, worker, sandbox, say }) {
  const sandbox_url =
    env.SANDBOX_URL ?? (sandbox ? `http://127.0.0.1:${await freePort()}` : undefined);
  const script = (name, args, more = {}) =>
    restartable({
      name,
      args: ['--import', 'tsx', ...args],
      cwd: root,
      env: { ...env, ...more },
      say,
    });
  // The sandbox first: the worker asks it, and bears it being away for a moment.
  const ours =
    sandbox && !env.SANDBOX_URL ? script('sandbox', sandboxArgs(sandbox_url, public_url)) : null;
  const syncing = worker
    ? script('worker', ['lib/worker/main.ts'], {
        DEMO: '0',
        ...(sandbox_url ? { SANDBOX_URL: sandbox_url } : {}),
      })
    : null;

  const changed = (files) => {
    // What only tests need may stay open.
    const open = openPlaceholders(root).filter((line) => !/\.test\.ts:|\/testing\//.test(line));
    if (open.length > 0) {
      const more = open.length > 1 ? `, and ${open.length - 1} more` : '';
      return say(`Not filled in yet: ${open[0]}${more}. What runs stays as it is until then.`);
    }
    writeRegistries(root);
    const of = (folder) => files.some((file) => file.startsWith(`${folder}/`));
    say(`${files.slice(0, 3).join(', ')}: changed, starting anew.`);
    if (of(SANDBOX)) void ours?.restart();
    if (of(CONNECTORS)) void syncing?.restart();
  };
  const unwatch = watchSources(root, [CONNECTORS, SANDBOX], changed);
  const both = [syncing, ours].filter((one) => one !== null);
  return {
    sandbox_url,
    /** Told before a signal that reaches all processes at once (Ctrl+C) ends them. */
    expectEnd: () => both.forEach((one) => one.expectEnd()),
    close: async () => {
      unwatch();
      await syncing?.stop();
      await ours?.stop();
    },
  };
}

const sandboxArgs = (url, public_url) => [
  'lib/sandbox/main.ts',
  `--port=${new URL(url).port}`,
  `--callback=${public_url}/api/oauth/callback/{provider}`,
];

/** A port that is free now; the sandbox keeps it over its restarts. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
