import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HEAP } from '../scripts/supervise.mjs';
import { secondsToCopy } from './copy.ts';
import { stolenShare } from './noise.ts';
import { spreadOf, type Spread } from './spread.ts';
import { grant, newConnection, newWorkspace, secondsToSync, type Tokens } from './syncing.ts';

/** Records a second, and ratios taken within each round. */
export interface PipelineResult {
  records: number;
  rounds: number;
  copy_per_second: Spread;
  first_per_second: Spread;
  first_to_copy: Spread;
  cold_to_copy: Spread;
  unchanged_to_copy: Spread;
  /** Ten connections at once beside one, of as many records together. */
  ten_to_one: Spread;
  /** Share of the processors' time that other guests of the machine took meanwhile. */
  stolen: Spread;
}

interface Round {
  copy: number;
  first: number;
  cold: number;
  unchanged: number;
  ten: number;
  stolen: number;
}

const ROUNDS = 7;
const CONNECTIONS = 10;
const WARM_UP_RECORDS = 20_000;

/**
 * The whole pipeline: HTTP pages of 100 → parse → hash → look-up, write and checkpoint, beside
 * plain COPY of the same rows into a table like the real one. A round is one of each in turn, so
 * that noise hits all alike; none is left out.
 */
export async function benchPipeline(
  sandbox_url: string,
  records: number,
  rounds = ROUNDS,
): Promise<PipelineResult> {
  const workspace_id = await newWorkspace('Bench');
  const one = await grant(sandbox_url, `bulk-${records}`);
  const tenth = await grant(sandbox_url, `bulk-${records / CONNECTIONS}`);
  await warmUp(sandbox_url, workspace_id, { one, tenth, records });
  const measured: Round[] = [];
  for (let i = 0; i < rounds; i++)
    measured.push(await makeRound(workspace_id, { one, tenth, records }));
  const of = (value: (round: Round) => number) => spreadOf(measured.map(value));
  return {
    records,
    rounds,
    copy_per_second: of((r) => records / r.copy),
    first_per_second: of((r) => records / r.first),
    first_to_copy: of((r) => r.copy / r.first),
    cold_to_copy: of((r) => r.copy / r.cold),
    unchanged_to_copy: of((r) => r.copy / r.unchanged),
    ten_to_one: of((r) => r.first / r.ten),
    stolen: of((r) => r.stolen),
  };
}

interface Load {
  one: Tokens;
  tenth: Tokens;
  records: number;
}

/**
 * The sandbox makes and keeps an account's pages when they are first asked for; that is not ours
 * to measure. The process then is as one that has been running for a while.
 */
async function warmUp(sandbox_url: string, workspace_id: string, load: Load): Promise<void> {
  const few = await grant(sandbox_url, `bulk-${WARM_UP_RECORDS}`);
  await secondsToSync(await newConnection(workspace_id, few), WARM_UP_RECORDS, 'incremental');
  await secondsToSync(await newConnection(workspace_id, load.one), load.records, 'incremental');
  await secondsToSync(
    await newConnection(workspace_id, load.tenth),
    load.records / CONNECTIONS,
    'incremental',
  );
}

async function makeRound(workspace_id: string, load: Load): Promise<Round> {
  const taken = stolenShare();
  const target = await newConnection(workspace_id, load.one);
  const first = await secondsToSync(target, load.records, 'incremental');
  const copy = await secondsToCopy(target.connection_id);
  const unchanged = await secondsToSync(target, load.records, 'full');
  const ten = await secondsForTen(workspace_id, load);
  const cold = await secondsCold(workspace_id, load);
  return { first, copy, unchanged, ten, cold, stolen: taken() };
}

async function secondsForTen(workspace_id: string, { tenth, records }: Load): Promise<number> {
  const targets = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => newConnection(workspace_id, tenth)),
  );
  const begun = performance.now();
  await Promise.all(
    targets.map((target) => secondsToSync(target, records / CONNECTIONS, 'incremental')),
  );
  return (performance.now() - begun) / 1000;
}

async function secondsCold(workspace_id: string, { one, records }: Load): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...HEAP,
    '--import',
    'tsx',
    'bench/cold.ts',
    JSON.stringify({ workspace_id, tokens: one, records }),
  ]);
  return Number(stdout);
}
