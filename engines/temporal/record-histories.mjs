// Stores the histories that src/replay.test.ts replays: node engines/temporal/record-histories.mjs.
// For a change of the workflow behind patched(): those there are stay, new ones are added.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { findTemporal, startTemporal } from '../../scripts/temporal.ts';

const HOME = path.join(import.meta.dirname, 'histories');
const taskQueue = 'inlet';
const say = (line) => process.stdout.write(`${line}\n`);

const show = (id) =>
  spawnSync(
    found.command,
    `workflow show --output json --address ${server.address} --workflow-id ${id}`.split(' '),
    { encoding: 'utf8' },
  ).stdout.replace(/("stackTrace": )"(?:[^"\\]|\\.)*"/g, '$1""');

Runtime.install({ shutdownSignals: [] });
const found = findTemporal(say);
if (found.why) throw new Error(found.why);
const server = await startTemporal(found.command);
const connection = await NativeConnection.connect({ address: server.address });
const client = new Client({ connection, identity: 'relay' });

let release = () => {};
const runs = {
  completed: async () => {},
  retried: async (tries) => {
    if (tries === 1) throw new Error('not yet');
  },
  cancelled: () =>
    new Promise((resolve) => {
      release = resolve;
    }),
};
const tries = new Map();
const worker = await Worker.create({
  connection,
  taskQueue,
  identity: 'worker',
  workflowsPath: path.join(import.meta.dirname, 'src/workflow.ts'),
  activities: {
    run: (key) => {
      tries.set(key, (tries.get(key) ?? 0) + 1);
      return runs[key](tries.get(key));
    },
    cancel: async () => release(),
  },
});
await worker.runUntil(async () => {
  for (const key of Object.keys(runs)) {
    const handle = await client.workflow.start('runJob', {
      taskQueue,
      workflowId: `${taskQueue}/sync/${key}`,
      args: [{ key, payload: { run_id: key }, heartbeat_seconds: 10 }],
      priority: { priorityKey: 3, fairnessKey: 'workspace' },
    });
    if (key === 'cancelled') {
      while (!tries.has(key)) await new Promise((resolve) => setTimeout(resolve, 20));
      await handle.cancel();
    }
    await handle.result().catch(() => undefined);
    const file = path.join(HOME, `${key}.json`);
    if (fs.existsSync(file)) say(`${key} is there already.`);
    else fs.writeFileSync(file, show(handle.workflowId));
  }
});
await connection.close();
await server.stop();
