import type { Connector } from '@/lib/connectors/kit';

/** A group of the acceptance pack: what it proves, and the connectors it is about. */
export interface Group {
  proves: string;
  applies: (connector: Connector) => boolean;
}

const always = (): boolean => true;
const isOAuth = ({ auth }: Connector): boolean => auth.method === 'oauth';
const hasIncrements = ({ streams }: Connector): boolean => streams.some((s) => s.incremental);

const forgetsBookmarks = ({ errors }: Connector): boolean =>
  errors.some((rule) => rule.then === 'bookmark_gone');

/** What a connector has to hold before it is in the catalog, in the order it is checked. */
export const GROUPS = {
  wrong_credential: {
    proves: 'a wrong credential is refused in the provider’s words and stores nothing',
    applies: always,
  },
  account_named: { proves: 'a good credential says whose it is', applies: always },
  withheld_scopes: {
    proves: 'a permission that is kept back skips its streams by name, and only them',
    applies: ({ auth }) => auth.method === 'oauth' && auth.scopes.some((s) => !s.required),
  },
  full_read: {
    proves: 'the first run stores what the sandbox has, every stream, with the fields asked for',
    applies: always,
  },
  second_run: { proves: 'a run over unchanged data changes nothing', applies: always },
  changes_arrive: {
    proves: 'changes, additions and deletions arrive, and a full run finds nothing missed',
    applies: always,
  },
  lagging_index: {
    proves: 'what an index shows late arrives once it shows',
    applies: hasIncrements,
  },
  modes: { proves: 'each way the provider may behave reads the same', applies: always },
  dead_credential: {
    proves: 'a credential that dies costs no record and names who has to act',
    applies: always,
  },
  expired_token: { proves: 'an access token that ends is renewed in the run', applies: isOAuth },
  forbidden_stream: {
    proves: 'a stream the account may not see is named, the others run',
    applies: ({ streams }) => streams.length > 1,
  },
  slowed_down: { proves: 'a limit is waited out, in every form it is told', applies: always },
  provider_trouble: {
    proves: '5xx, pages of proxies and half answers cost nothing',
    applies: always,
  },
  error_answers: {
    proves: 'each answer the provider gives in trouble ends as declared, and costs nothing',
    applies: always,
  },
  shapeless_answers: { proves: 'an answer without its list is no empty list', applies: always },
  resumed: {
    proves: 'a run that is cut at a page, or among the children of parents, goes on from there',
    applies: always,
  },
  paging_oddities: {
    proves: 'empty pages in the middle, records on two pages and pages in a circle are borne',
    applies: always,
  },
  bookmark_forgotten: {
    proves: 'a bookmark the provider no longer knows ends in one full pass, and no circle',
    applies: forgetsBookmarks,
  },
  backfill: {
    proves: 'a first load from a chosen time stores no older record, and an earlier one the rest',
    applies: ({ streams }) => streams.some((s) => s.backfill),
  },
  typos_noticed: {
    proves: 'a mistyped records, id, page token, bookmark path or verify URL is noticed',
    applies: always,
  },
} satisfies Record<string, Group>;

export type GroupName = keyof typeof GROUPS;

/** The groups that are about a connector. */
export const groupsOf = (connector: Connector): GroupName[] =>
  (Object.keys(GROUPS) as GroupName[]).filter((name) => GROUPS[name].applies(connector));
