// Vitest global set-up of what runs on Temporal: the worker's bundle and one server for all files,
// each of which has a task queue of its own.
import type { TestProject } from 'vitest/node';
import { buildTemporal } from '@/scripts/prepare.mjs';
import { findTemporal, startTemporal } from '@/scripts/temporal';

declare module 'vitest' {
  interface ProvidedContext {
    temporal: { command: string; address: string };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const found = findTemporal(say);
  if ('why' in found) throw new Error(`There is no Temporal server: ${found.why}.`);
  await buildTemporal(say);
  const server = await startTemporal(found.command);
  project.provide('temporal', { command: found.command, address: server.address });
  return () => server.stop();
}
