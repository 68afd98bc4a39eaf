// Makes what the worker of JOB_ENGINE=temporal runs from: the process, and the workflow as the SDK
// loads it. Called by scripts/prepare.mjs when their sources changed.
import fs from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { build } from 'esbuild';

const here = (...parts) => path.join(import.meta.dirname, ...parts);

await build({
  entryPoints: { worker: here('src/main.ts') },
  outdir: here('dist'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  packages: 'external',
  sourcemap: true,
  logLevel: 'error',
});
const { code } = await bundleWorkflowCode({
  workflowsPath: here('src/workflow.ts'),
  logger: new DefaultLogger('WARN'),
});
fs.writeFileSync(here('dist/workflow.js'), code);
