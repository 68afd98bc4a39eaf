import { capital, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['issues', 'projects', 'comments', 'users', 'teams'] as const;
export type Stream = (typeof STREAMS)[number];

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively workspace: 400 issues' },
  { name: 'globex', note: 'A small workspace' },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { issues: 400, projects: 40, comments: 900, users: 24, teams: 8 },
  globex: { issues: 36, projects: 14, comments: 40, users: 14, teams: 14 },
};

/** A UUID that says which stream and place it is of. */
export const idOf = (stream: Stream, n: number): string =>
  `5b0${STREAMS.indexOf(stream)}0000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`;

const iso = (ms: number) => new Date(ms).toISOString();
const STATES = [
  ['Backlog', 'backlog'],
  ['Todo', 'unstarted'],
  ['In Progress', 'started'],
  ['Done', 'completed'],
  ['Canceled', 'canceled'],
] as const;
const PRIORITIES = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

function user(account: string, n: number) {
  const { name, mailbox } = person(dice(`linear:${account}:users:${n}`));
  return {
    id: idOf('users', n),
    name,
    displayName: mailbox,
    email: `${mailbox}@${account}.example`,
    active: true,
    admin: n === 0,
    guest: false,
    title: null,
    avatarUrl: null,
  };
}

const team = (account: string, n: number) => {
  const d = dice(`linear:${account}:teams:${n}`);
  return {
    id: idOf('teams', n),
    key: `T${n + 1}`,
    name: `${d.pick(['Platform', 'Mobile', 'Growth', 'Design', 'Support'])} ${n + 1}`,
    description: null,
  };
};

const stateOf = (d: Dice, rev: number) => {
  const place = (d.int(0, 4) + rev) % STATES.length;
  const [name, type] = STATES[place]!;
  return { id: `5b060000-0000-4000-8000-00000000000${place}`, name, type };
};

/** Of the fields a change shows in each. */
const FILL: Record<Stream, (d: Dice, item: Item, account: string) => object> = {
  issues: (d, { n, rev }, account) => {
    const priority = d.int(0, 4);
    const { key } = team(account, 0);
    return {
      identifier: `${key}-${n + 1}`,
      number: n + 1,
      title: `${capital(d.pick(TOPICS))}`,
      description: d.chance(0.7) ? `It is about the **${d.pick(TOPICS)}**.` : null,
      priority,
      priorityLabel: PRIORITIES[priority],
      estimate: d.chance(0.5) ? d.int(1, 8) : null,
      dueDate: null,
      startedAt: null,
      completedAt: null,
      canceledAt: null,
      url: `https://linear.app/${account}/issue/${key}-${n + 1}`,
      labelIds: [],
      state: stateOf(d, rev),
      assignee: d.chance(0.7) ? user(account, d.int(0, 9)) : null,
      creator: user(account, d.int(0, 9)),
      team: team(account, 0),
      project: d.chance(0.4) ? { id: idOf('projects', d.int(0, 9)), name: 'A project' } : null,
      parent: null,
      cycle: null,
    };
  },
  projects: (d, { n, rev }, account) => ({
    name: `${capital(d.pick(TOPICS))} ${n + 1}`,
    description: `Everything about the ${d.pick(TOPICS)}`,
    content: `# Plan\n\nRound ${rev + 1}.`,
    slugId: `sbx${n}`,
    priority: d.int(0, 4),
    progress: d.int(0, 100) / 100,
    health: d.pick(['onTrack', 'atRisk', null]),
    startDate: null,
    targetDate: d.chance(0.5) ? '2026-12-18' : null,
    url: `https://linear.app/${account}/project/sbx${n}`,
    status: { id: idOf('projects', 90_000), name: 'In Progress', type: 'started' },
    lead: d.chance(0.8) ? user(account, d.int(0, 9)) : null,
  }),
  comments: (d, { n, rev }, account) => ({
    body: `About the ${d.pick(TOPICS)}.${rev > 0 ? ` (edit ${rev})` : ''}`,
    issueId: idOf('issues', d.int(0, 20)),
    projectId: null,
    parentId: null,
    quotedText: null,
    url: `https://linear.app/${account}/comment/${n}`,
    user: user(account, d.int(0, 9)),
  }),
  users: (_, { n, rev }, account) => ({
    ...user(account, n),
    title: rev > 0 ? `Engineer ${rev}` : null,
  }),
  teams: (_, { n, rev }, account) => ({
    ...team(account, n),
    description: rev > 0 ? `Round ${rev}` : null,
  }),
};

/** A record in the API's form, all of its fields. */
export function record(account: string, stream: Stream, item: Item): Record<string, unknown> {
  const d = dice(`linear:${account}:${stream}:${item.n}`);
  const { id, created, updated, deleted, archived } = item;
  return {
    ...FILL[stream](d, item, account),
    id,
    createdAt: iso(created),
    updatedAt: iso(updated),
    archivedAt: archived || deleted !== null ? iso(updated) : null,
    trashed: deleted === null ? null : true,
    ...item.set,
  };
}

export const organization = (account: string) => ({
  id: `5b0a0000-0000-4000-8000-0000000000${ACCOUNTS.findIndex(({ name }) => name === account)}1`,
  name: capital(account),
  urlKey: account,
});
export const viewer = (account: string) => user(account, 0);
