import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { perSecond, type Line } from './report.ts';
import { ownWorkspace } from './workspaces.ts';

/** One connector against its sandbox. */
export interface ConnectorResult {
  connector: string;
  /** Records of a first load while nothing limits it. */
  per_second: number;
  /** What one full pass within the declared limits asked. */
  requests: number;
  /** How many of them the provider, which counts for itself, turned away. */
  refused: number;
  /** The time its requests need at least within the limits, of what it took; null: no limit was met. */
  share: number | null;
}

/** Every connector in a process of its own, because it asks the sandbox itself and not the replay. */
export async function benchConnectors(provider_url: string): Promise<ConnectorResult[]> {
  const { workspace_id } = await ownWorkspace();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'bench/each-connector.ts', workspace_id],
    { env: { ...process.env, SANDBOX_URL: provider_url }, maxBuffer: 1_000_000 },
  );
  return JSON.parse(stdout) as ConnectorResult[];
}

export const connectorLine = (one: ConnectorResult): Line => ({
  what: `${one.connector}, ${one.requests} requests, ${one.refused} turned away`,
  measured: perSecond(one.per_second),
  ...(one.share === null ? {} : { value: one.refused > 0 ? 0 : one.share, at_least: 0.9 }),
});
