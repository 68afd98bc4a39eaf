import { newConnection, secondsToSync, type Tokens } from './syncing.ts';

/** A first load in a process that has done nothing before; writes how many seconds it took. */
const { workspace_id, tokens, records } = JSON.parse(process.argv[2]!) as {
  workspace_id: string;
  tokens: Tokens;
  records: number;
};
const target = await newConnection(workspace_id, tokens);
const seconds = await secondsToSync(target, records, 'incremental');
process.stdout.write(`${seconds}\n`, () => process.exit(0));
