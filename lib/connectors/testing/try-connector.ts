import { parseArgs } from 'node:util';
import { text, type Connector, type Stream } from '@/lib/connectors/kit';
import {
  openAccount,
  openHandle,
  openWith,
  type OpenAccount,
} from '@/lib/connectors/testing/account';
import { overTheNet } from '@/lib/connectors/testing/live';
import {
  sinceOf,
  toSandbox,
  walk,
  type Bench,
  type Transport,
  type Walked,
} from '@/lib/connectors/testing/walk';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import type { Sandbox } from '@/lib/sandbox/sandbox';

export interface TryDeps {
  connectors: readonly Connector[];
  env: Readonly<Record<string, string | undefined>>;
  sandbox: Sandbox;
  say: (line: string) => void;
}

/** What a person did not mean, in a sentence. */
class Refused extends Error {}

/**
 * Runs one connector page by page, without a database, and says per stream what it read. Answers
 * the exit code: 1 when something went wrong, with a sentence about it.
 */
export async function tryConnector(args: readonly string[], deps: TryDeps): Promise<number> {
  try {
    const asked = askedFor(args, deps.connectors);
    const { account, transport } = asked.live
      ? await live(asked, deps)
      : await sandboxed(asked, deps);
    deps.say(`${asked.connector.name}: ${account.label}\n`);
    return await readAll(asked, { ...deps, account, transport });
  } catch (error) {
    deps.say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

interface Asked {
  connector: Connector;
  account: string | undefined;
  live: boolean;
  streams: readonly string[];
}

const USAGE = 'npm run try -- <type> [account] [--live] [--stream=NAME …]';

function askedFor(args: readonly string[], connectors: readonly Connector[]): Asked {
  const { values, positionals } = parsed(args);
  const [type, account] = positionals;
  const names = connectors.filter((c) => c.puller.status === 'live').map((c) => c.type);
  const connector = connectors.find((c) => c.type === type || c.aliases?.includes(type ?? ''));
  if (!connector)
    throw new Refused(
      `${type ? `There is no connector “${type}”. ` : ''}${USAGE}\nThere are: ${names.join(', ')}.`,
    );
  if (connector.puller.status === 'planned')
    throw new Refused(`${connector.name} has nothing to run yet: ${connector.puller.reason}`);
  const streams = values.stream ?? connector.streams.map((stream) => stream.name);
  const unknown = streams.find((name) => !connector.streams.some((s) => s.name === name));
  if (unknown !== undefined)
    throw new Refused(
      `${connector.name} has no stream “${unknown}”. It has: ${connector.streams.map((s) => s.name).join(', ')}.`,
    );
  return { connector, account, live: values.live === true, streams };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { live: { type: 'boolean' }, stream: { type: 'string', multiple: true } },
    });
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

interface Reached {
  account: OpenAccount;
  transport: Transport;
}

async function sandboxed({ connector, account }: Asked, { sandbox }: TryDeps): Promise<Reached> {
  sandbox.control.limits({ off: true });
  const provider = SANDBOX_PROVIDERS.find((one) => one.slug === connector.type);
  if (!provider) throw new Refused(`${connector.name} has no sandbox provider yet.`);
  const name = account ?? provider.accounts[0]!.name;
  return { account: await openAccount(sandbox, connector, name), transport: toSandbox(sandbox) };
}

/** Asks the provider itself, by a credential from the environment. */
async function live({ connector, account }: Asked, { env }: TryDeps): Promise<Reached> {
  const { auth, type } = connector;
  if (auth.method === 'webhook')
    throw new Refused(`${connector.name} is sent to; it reads nothing.`);
  const transport = overTheNet(connector);
  const setting = (key: string) => `${type}_${key}`.toUpperCase().replaceAll('-', '_');
  const keys =
    auth.method === 'oauth'
      ? ['access_token']
      : (auth.method === 'api_key' ? auth.fields : auth.app_fields)
          .filter((field) => field.required)
          .map((field) => field.key);
  const missing = keys.map(setting).filter((name) => !env[name]);
  if (missing.length > 0)
    throw new Refused(
      `--live asks ${connector.name} itself and needs a credential: set ${missing.join(' and ')}. ` +
        'Without --live it runs against the sandbox.',
    );
  const fields = Object.fromEntries(keys.map((key) => [key, env[setting(key)]!]));
  if (auth.method === 'handle') {
    if (account === undefined) throw new Refused(`Say which ${connector.name} account to read.`);
    const handle = { handle: account, fields };
    return { account: await openHandle(connector, auth, handle, transport), transport };
  }
  const headers = auth.method === 'oauth' ? auth.apply(fields.access_token!) : auth.apply(fields);
  return { account: await openWith(connector, auth, headers, transport), transport };
}

async function readAll(
  { connector, streams }: Asked,
  { account, transport, sandbox, say }: TryDeps & Reached,
): Promise<number> {
  const bench: Bench = { sandbox, clock: { now: Date.now() } };
  const known: Record<string, { id: string; record: Walked['records'][0]; bookmark: null }[]> = {};
  let code = 0;
  for (const stream of connector.streams.filter((one) => streams.includes(one.name))) {
    const options = { ...account, transport, known, id: stream.id };
    const read = await walk(bench, connector, stream.full, options).catch(String);
    if (typeof read === 'string') {
      say(`${stream.name}: ${read.replace(/^\w*Error: /, '')}\n`);
      code = 1;
      continue;
    }
    const records = read.records.map((item) => stored(stream, account, item));
    known[stream.name] = records.flatMap(({ id, record }) =>
      id === null ? [] : [{ id, record, bookmark: null }],
    );
    for (const line of reportOf(stream, read, records)) say(line);
    say('');
    if (read.stopped !== null || records.some(({ id }) => id === null)) code = 1;
  }
  return code;
}

interface Stored {
  id: string | null;
  record: Walked['records'][0];
}

/** As the engine would store it. */
function stored(stream: Stream, { context }: OpenAccount, item: Walked['records'][0]): Stored {
  const record = stream.transform ? (stream.transform(item, context) ?? item) : item;
  return { id: text(record, stream.id), record };
}

function reportOf(stream: Stream, read: Walked, records: readonly Stored[]): string[] {
  const nameless = records.filter(({ id }) => id === null).length;
  const first = JSON.stringify(records[0]?.record ?? null);
  return [
    `${stream.name}: ${counted(records.length, 'record')} in ${counted(read.pages, 'page')}, ` +
      counted(read.requests.length, 'request'),
    ...(read.stopped
      ? [`  stopped (${read.stopped.verdict}): ${read.stopped.message}`]
      : [`  bookmark: ${bookmarkOf(stream, read)}`]),
    ...(read.later > 0 ? [`  not ready yet: ${read.later}`] : []),
    ...(nameless > 0 ? [`  ${counted(nameless, 'record')} without an id at “${stream.id}”`] : []),
    ...read.warnings.map((warning) => `  note: ${warning}`),
    ...(records.length > 0
      ? [`  first record: ${first.length > 600 ? `${first.slice(0, 600)}…` : first}`]
      : []),
  ];
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** Where an incremental pass would start from, in words. */
function bookmarkOf(stream: Stream, read: Walked): string {
  if (!stream.incremental) return 'none, every pass is a full one';
  if (read.records.length === 0) return 'none yet, there was nothing';
  const { bookmark } = stream.incremental;
  if (bookmark.by === 'probe') return `asked for before the pass, at “${bookmark.path}”`;
  const nowhere =
    bookmark.by === 'time'
      ? `NONE: no record has “${bookmark.changed_at}”`
      : `NONE: nothing at “${bookmark.path}”`;
  return sinceOf(stream, read) ?? nowhere;
}
