import { findConnector, providersNow, type ProviderNow } from '@/lib/catalog/service';
import { ok, plural, unchecked, warn, type Finding } from '@/lib/operations/check';
import { usageNumbers } from '@/lib/operations/repository-usage';
import { env, networksIn } from '@/lib/platform/env';

const nameOf = ({ connector_type }: ProviderNow): string =>
  findConnector(connector_type)?.name ?? connector_type;

/** Each provider somebody is connected to: whether its syncs of the last hour went through. */
export async function providerBoard(): Promise<Finding> {
  const rows = await providersNow();
  if (rows.length === 0) return ok('Nobody is connected to a provider yet.');
  const facts = rows.map((row) => [nameOf(row), stateOf(row)] as const);
  const down = rows.filter((row) => row.has_trouble);
  if (down.length === 0)
    return ok(`${plural(rows.length, 'provider is', 'providers are')} connected to.`, facts);
  return warn(
    `${down.map(nameOf).join(', ')}: most syncs of the last hour failed there.`,
    'Nothing is lost: what changed is read once the provider answers again. Its status page says more.',
    facts,
  );
}

function stateOf({ connections, troubled, judged }: ProviderNow): string {
  const all = plural(connections, 'connection');
  if (judged === 0) return `${all}, no sync within the hour`;
  return troubled === 0 ? all : `${all}, ${troubled} of ${judged} failed within the hour`;
}

const number = new Intl.NumberFormat('en');

/** How much there is, and how much of what is allowed is asked for. */
export async function usage(): Promise<Finding> {
  const used = await usageNumbers();
  const { API_RATE_PER_KEY: per_key, API_RATE_PER_WORKSPACE: per_workspace } = env();
  const limit = (requests: number): string =>
    requests === 0 ? 'as many as it likes' : `${number.format(requests)} a minute`;
  const facts = [
    ['Workspaces', number.format(used.workspaces)],
    ['People', number.format(used.people)],
    ['Connections', number.format(used.connections)],
    ['Records', number.format(used.records)],
    ['Syncs in 24 hours', number.format(used.runs_today)],
    ['Requests an API key may make', limit(per_key)],
    ['Requests all keys of a workspace may make', limit(per_workspace)],
    ['Most requests of a workspace this minute', number.format(used.most_requests)],
  ] as const;
  if (per_workspace > 0 && used.most_requests >= per_workspace)
    return warn(
      'A workspace has used up its requests of this minute; its API keys are told to wait.',
      'Raise API_RATE_PER_WORKSPACE if it may ask for more.',
      facts,
    );
  return ok(
    `${plural(used.connections, 'connection')} in ${plural(used.workspaces, 'workspace')}.`,
    facts,
  );
}

/** The addresses providers see us come from, as whoever runs the installation says. */
export function outgoing(): Promise<Finding> {
  const addresses = networksIn(env().EGRESS_ADDRESSES);
  const finding =
    addresses.length === 0
      ? unchecked(
          'Which addresses providers see is not said.',
          'Set EGRESS_ADDRESSES: accounts that let in known addresses only need to know them.',
        )
      : ok(
          'Accounts that let in known addresses only have to let in these.',
          addresses.map(({ text }) => ['Address', text] as const),
        );
  return Promise.resolve(finding);
}
