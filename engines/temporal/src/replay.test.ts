import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, expect, it } from 'vitest';

const HISTORIES = path.resolve(import.meta.dirname, '../histories');
const workflowsPath = path.resolve(import.meta.dirname, 'workflow.ts');
const histories = readdirSync(HISTORIES);
const read = (file: string) =>
  JSON.parse(readFileSync(path.join(HISTORIES, file), 'utf8')) as {
    events: { eventType: string }[];
  };

beforeAll(() => {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
});

it('there is something to replay', () => {
  expect(histories.length).toBeGreaterThanOrEqual(3);
});

it.each(histories)('what began with an earlier release goes on: %s', async (file) => {
  await Worker.runReplayHistory({ workflowsPath }, read(file));
});

it('a history that another workflow made is refused', async () => {
  const text = JSON.stringify(read('completed.json')).replaceAll('"run"', '"walk"');
  const replayed = Worker.runReplayHistory({ workflowsPath }, JSON.parse(text));
  await expect(replayed).rejects.toMatchObject({ name: 'DeterminismViolationError' });
});
