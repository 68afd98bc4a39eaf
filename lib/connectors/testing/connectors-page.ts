import fs from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { FULL_EVERY_HOURS, type Bookmark, type Connector, type Stream } from '@/lib/connectors/kit';
import { ARRIVAL_GROUPS } from '@/lib/connectors/testing/acceptance/arrival-groups';
import { GROUPS, groupsOf } from '@/lib/connectors/testing/acceptance/groups';

/** Where the page is kept. */
export const PAGE = 'docs/connectors.md';

/** The page about all connectors, from what they declare; laid out as every file is. */
export async function connectorsPage(connectors: readonly Connector[]): Promise<string> {
  const ordered = [...connectors].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const live = ordered.filter((one) => one.puller.status === 'live');
  const text = [
    '# Connectors',
    'Written by `npm run docs` from what the connectors declare; edit those. How one is added: ' +
      '[adding-a-connector.md](adding-a-connector.md).',
    ...live.map(aboutOf),
    '## Listed, not built',
    table(
      ['Connector', 'Why'],
      ordered.flatMap(({ name, puller }) =>
        puller.status === 'planned' ? [[name, puller.reason]] : [],
      ),
    ),
    '## What the acceptance pack proves',
    'Against the provider’s sandbox, through the services and the engine: `npm run accept <type>`.',
    table(
      ['Group', 'Proves', 'Connectors'],
      Object.entries(GROUPS).map(([group, { proves, applies }]) => [
        code(group),
        proves,
        live
          .filter(applies)
          .map((one) => one.name)
          .join(', '),
      ]),
    ),
  ].join('\n\n');
  const config = await resolveConfig(PAGE, { editorconfig: false });
  return format(text, { ...config, filepath: PAGE });
}

function aboutOf(connector: Connector): string {
  const { name, type, version, description, auth, hosts, streams } = connector;
  return [
    `## ${name}`,
    `${description} ${code(type)}, version ${version}. ${SIGN_IN[auth.method]} Calls ` +
      `${reach(hosts)}. ${groupCount(connector)} groups of the pack. ${drivenBy(type)}`,
    table(
      ['Stream', 'Entity', 'Read', 'How deletions are found', 'Needs'],
      streams.map((stream) => [
        code(stream.name),
        code(stream.entity),
        syncMode(stream),
        deletions(stream),
        (stream.scopes ?? []).map(code).join(', ') || '–',
      ]),
    ),
    ...(auth.method === 'oauth'
      ? [
          table(
            ['Scope', 'Asked for', 'Why'],
            auth.scopes.map(({ scope, required, why }) => [
              code(scope),
              required ? 'always' : 'may be kept back',
              why,
            ]),
          ),
        ]
      : []),
  ].join('\n\n');
}

/** Whose client drives the sandbox in `npm run test:conformance`, as its test says. */
function drivenBy(type: string): string {
  const file = `conformance/clients/${type}.test.ts`;
  const client = fs.existsSync(file)
    ? /^describe\('([^']+)'/m.exec(fs.readFileSync(file, 'utf8'))?.[1]
    : undefined;
  return client
    ? `Its sandbox is driven by ${code(client)}, too.`
    : 'No other client drives its sandbox.';
}

const reach = (hosts: readonly string[]): string =>
  hosts.length > 0 ? `${hosts.map(code).join(' and ')}, nothing else` : 'nobody';

const groupCount = (connector: Connector): number =>
  connector.auth.method === 'webhook'
    ? Object.keys(ARRIVAL_GROUPS).length
    : groupsOf(connector).length;

const SIGN_IN: Readonly<Record<Connector['auth']['method'], string>> = {
  oauth: 'A person allows access at the provider (OAuth).',
  api_key: 'A person pastes a key.',
  handle: 'A public account, read with the key of the operator’s own app.',
  webhook: 'The sender is given an address and a signing secret.',
};

const MARKS: Readonly<Record<Bookmark['by'], string>> = {
  time: 'what changed since, by the provider’s change time',
  first_page: 'what is newer than the newest of last time',
  last_page: 'what the provider says has changed since last time',
  probe: 'the provider’s history since last time',
};

function syncMode({
  full,
  incremental,
  full_every_hours = FULL_EVERY_HOURS,
  recheck,
  backfill,
}: Stream): string {
  const parents = full.parents ? `of each of ${full.parents.map(code).join(', ')}; ` : '';
  if (full.arrives) return 'delivered by the sender';
  if (!incremental) return `${parents}whole, each time`;
  const rest = recheck ? `; the newest ${recheck.newest} are read again` : '';
  const seen = incremental.sees === 'new' ? 'what is new since' : MARKS[incremental.bookmark.by];
  const begins = backfill ? '; the first load may begin at a chosen time' : '';
  return `${parents}${seen}; whole ${everySo(full_every_hours)}${rest}${begins}`;
}

const everySo = (hours: number): string => {
  if (hours % 24 !== 0) return `every ${hours} hours`;
  const days = hours / 24;
  if (days === 1) return 'once a day';
  return days === 7 ? 'once a week' : `every ${days} days`;
};

function deletions({ deletions: how, incremental }: Stream): string {
  const proof = incremental ? '; what a whole read does not meet is gone too' : '';
  switch (how.by) {
    case 'listing':
      return [
        'a listing of what was deleted',
        how.remembers_days ? `, which remembers ${how.remembers_days} days` : '',
        proof,
      ].join('');
    case 'flag':
      return `the record says so${proof}`;
    case 'changes':
      return `named among the changes${proof}`;
    case 'full_pass':
      return 'what a whole read does not meet is gone';
    case 'none':
      return `not found: ${how.why}`;
  }
}

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
