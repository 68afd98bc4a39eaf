import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Line } from './report.ts';
import { ownWorkspace } from './workspaces.ts';

/** What one mirror came to, within a budget that was made as many times as fast as Notion's. */
export interface MirrorResult {
  documents: number;
  /** How many times Notion's budget of 90 calls in 30 seconds is allowed. */
  faster: number;
  seconds: number;
  requests: number;
  /** The time its requests take at least within the budget. */
  least_seconds: number;
  /** What the second run asked, with nothing changed. */
  second_requests: number;
}

/** Documents written into the sandbox's Notion, in a process that asks it and not the replay. */
export async function benchMirror(
  provider_url: string,
  { documents, faster }: Pick<MirrorResult, 'documents' | 'faster'>,
): Promise<MirrorResult> {
  const { workspace_id } = await ownWorkspace();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'bench/mirroring.ts', workspace_id, String(documents), String(faster)],
    { env: { ...process.env, SANDBOX_URL: provider_url }, maxBuffer: 1_000_000 },
  );
  return JSON.parse(stdout) as MirrorResult;
}

export const mirrorLines = (one: MirrorResult): Line[] => [
  {
    what: `${one.documents.toLocaleString('en')} documents mirrored, beside a budget ${one.faster} times Notion’s`,
    measured: `${one.seconds.toFixed(1)} s`,
    value: one.seconds / one.least_seconds,
    at_most: 1.1,
  },
  {
    what: '  requests of a second run with nothing changed, for 100 documents',
    measured: `${one.second_requests} requests`,
    value: (one.second_requests * 100) / one.documents,
    at_most: 1,
  },
];
