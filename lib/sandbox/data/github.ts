import { person, plain, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['repositories', 'issues', 'pull_requests', 'comments'] as const;
export type Stream = (typeof STREAMS)[number];

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively organization: 12 repositories, 400 issues' },
  { name: 'globex', note: 'A small one' },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { repositories: 12, issues: 400, pull_requests: 160, comments: 900 },
  globex: { repositories: 6, issues: 40, pull_requests: 24, comments: 44 },
};

const NAMES = ['site', 'api', 'mobile', 'infra', 'docs', 'billing', 'search', 'mail', 'ops', 'sdk'];
const FIRST_ID: Record<Stream, number> = {
  repositories: 7_000,
  issues: 200_000_000,
  pull_requests: 400_000_000,
  comments: 600_000_000,
};

export const idOf = (stream: Stream, n: number): string => String(FIRST_ID[stream] + n);
export const userId = (account: string): number =>
  3_000 + ACCOUNTS.findIndex(({ name }) => name === account);

/** The name of the repository with this number, as it stands in paths. */
export const fullName = (account: string, n: number): string =>
  `${account}/${NAMES[n % NAMES.length]}${n < NAMES.length ? '' : `-${n}`}`;

/** The last two repositories are empty, and the very last has its issues switched off. */
export const repositoryOf = (account: string, n: number): number =>
  n % (SIZES[account]!.repositories - 2);
export const hasIssues = (account: string, n: number): boolean =>
  n !== SIZES[account]!.repositories - 1;

/** GitHub writes times without a fraction. */
const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

const user = (seed: string) => {
  const { name, mailbox } = person(dice(seed));
  return {
    login: plain(name),
    id: Number(dice(seed).digits(6)),
    type: 'User',
    email: `${mailbox}@example.com`,
  };
};
const common = (account: string, stream: Stream, item: Item) => ({
  id: Number(item.id),
  node_id: `N_${stream}_${item.id}`,
  created_at: time(item.created),
  updated_at: time(item.updated),
  user: user(`github:${account}:${stream}:${item.n % 9}`),
});
const repositoryUrl = (account: string, item: Item): string =>
  `https://api.github.com/repos/${fullName(account, repositoryOf(account, item.n))}`;
/** Issues and pull requests of a repository are numbered together. */
export const numberOf = (stream: 'issues' | 'pull_requests', n: number): number =>
  2 * n + (stream === 'issues' ? 1 : 2);

export function repository(account: string, item: Item) {
  const full_name = fullName(account, item.n);
  const [, name] = full_name.split('/');
  const { user: _, ...more } = common(account, 'repositories', item);
  return {
    ...more,
    name,
    full_name,
    private: item.n % 2 === 0,
    // The one its full name begins with.
    owner: { login: account, id: userId(account), type: 'User' },
    description: `What ${account} knows of ${name}${item.rev ? ` (edition ${item.rev})` : ''}`,
    fork: false,
    archived: false,
    has_issues: hasIssues(account, item.n),
    default_branch: 'main',
    pushed_at: time(item.updated),
    ...item.set,
  };
}

/** A pull request is listed as an issue as well, under another id. */
export function issue(account: string, item: Item, pull: boolean) {
  const d = dice(`github:${account}:${pull ? 'pull' : 'issue'}:${item.n}`);
  const url = repositoryUrl(account, item);
  const number = numberOf(pull ? 'pull_requests' : 'issues', item.n);
  const isOpen = (item.n + item.rev) % 3 !== 0;
  return {
    ...common(account, pull ? 'pull_requests' : 'issues', item),
    ...(pull ? { id: Number(item.id) + 100_000_000 } : {}),
    url: `${url}/issues/${number}`,
    repository_url: url,
    number,
    title: `Look at the ${d.pick(TOPICS)}`,
    state: isOpen ? 'open' : 'closed',
    state_reason: isOpen ? null : 'completed',
    labels: [{ id: 11, name: d.pick(['bug', 'question', 'enhancement']), color: 'd73a4a' }],
    assignees: [],
    comments: item.rev,
    body: `Seen while going through the ${d.pick(TOPICS)}. Revision ${item.rev}.`,
    closed_at: isOpen ? null : time(item.updated),
    ...(pull ? { pull_request: { url: `${url}/pulls/${number}`, merged_at: null } } : {}),
    ...(pull ? {} : item.set),
  };
}

export function pullRequest(account: string, item: Item) {
  const { pull_request: _, comments: __, ...shared } = issue(account, item, true);
  const url = repositoryUrl(account, item);
  const merged = item.n % 3 === 0;
  return {
    ...shared,
    id: Number(item.id),
    url: `${url}/pulls/${shared.number}`,
    draft: false,
    merged_at: merged ? time(item.updated) : null,
    state: merged ? 'closed' : shared.state,
    head: { ref: `topic-${item.n}`, sha: `a${String(item.n).padStart(39, '0')}` },
    base: { ref: 'main', sha: `b${String(item.rev).padStart(39, '0')}` },
    ...item.set,
  };
}

export function comment(account: string, item: Item) {
  const d = dice(`github:${account}:comment:${item.n}`);
  const url = repositoryUrl(account, item);
  return {
    ...common(account, 'comments', item),
    url: `${url}/issues/comments/${item.id}`,
    issue_url: `${url}/issues/${numberOf(item.n % 2 ? 'issues' : 'pull_requests', item.n)}`,
    author_association: 'MEMBER',
    body: `About the ${d.pick(TOPICS)}${item.rev ? `, edited ${item.rev} times` : ''}.`,
    ...item.set,
  };
}
