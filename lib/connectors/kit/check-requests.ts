import type { Connector } from '@/lib/connectors/kit/connector';
import type { RequestSpec } from '@/lib/connectors/kit/request';
import type { Bookmark, Stream } from '@/lib/connectors/kit/stream';
import type {
  EmptyAnswer,
  Parent,
  Shape,
  StreamContext,
  Walk,
  World,
} from '@/lib/connectors/kit/walks/walk';
import type { Json } from '@/lib/contract/common';

/** What stands for every secret: where it turns up, a secret would. */
const SECRET = 'a-secret-that-belongs-nowhere-but-into-headers-and-bodies';
/** Parameters that carry credentials, by the names providers give them. */
const SECRET_NAMES =
  /^(access_?token|api_?key|api_?token|auth|client_?secret|key|password|secret|token)$/i;
/** So many requests of a walk are looked at. */
const LOOKED_AT = 4;

/** A request a connector makes, and where it is declared. */
interface Made {
  where: string;
  spec: RequestSpec;
}

/**
 * The requests a connector makes first, for an account that does not exist: each goes to a declared
 * host, by https, and carries no secret in its address. A sentence per fault.
 */
export async function requestFaults(c: Connector): Promise<string[]> {
  const faults: string[] = [];
  const made: Made[] = [];
  const take = (where: string, make: () => RequestSpec) => {
    try {
      made.push({ where, spec: make() });
    } catch (error) {
      faults.push(`${where}: makes no request: ${messageOf(error)}`);
    }
  };
  ofAuth(c, take);
  for (const stream of c.streams) faults.push(...(await ofStream(c, stream, { made, take })));
  const all = made.flatMap(({ where, spec }) =>
    (spec.forms?.all ?? [{ spec }]).map((form) => ({ where, spec: form.spec })),
  );
  return [...new Set([...faults, ...all.flatMap((one) => faultsOf(c, one))])];
}

type Take = (where: string, make: () => RequestSpec) => void;

function ofAuth({ auth, hosts }: Connector, take: Take): void {
  if (auth.method === 'webhook') return;
  const details = detailsOf(hosts);
  if (auth.method === 'handle') {
    take('the handle', () => auth.resolve('acme'));
    return;
  }
  take('the account', () => auth.account.request(details));
  if (auth.method === 'api_key') return;
  const given = Object.fromEntries(
    (auth.connect_fields ?? []).map((field) => [field.key, field.placeholder]),
  );
  for (const [where, address] of [
    ['authorize_url', auth.authorize_url],
    ['token_url', auth.token_url],
  ] as const)
    take(where, () => ({ url: typeof address === 'string' ? address : address(given) }));
  const grant = {
    access_token: SECRET,
    refresh_token: SECRET,
    client_id: 'app',
    client_secret: SECRET,
  };
  if (auth.revoke) take('revoke', () => auth.revoke!(grant));
}

/** Where an event may say that a record is. */
const PLACES = ['', 'owner/name', 'owner/name/1'];

async function ofStream(
  c: Connector,
  stream: Stream,
  { made, take }: { made: Made[]; take: Take },
): Promise<string[]> {
  const { name, full, incremental, deletions, recheck, one } = stream;
  const faults: string[] = [];
  const context = contextOf(c);
  const bookmark = incremental?.bookmark;
  const since = markOf(c, bookmark);
  const drive = async (what: string, walk: Walk, from: string | null) => {
    const where = `stream ${name}, ${what}`;
    const driven = await driveWalk(walk, { context, since: from });
    made.push(...driven.asked.map((spec) => ({ where, spec })));
    if (driven.proofs.some(provesNothing)) faults.push(`${where}: ${UNPROVED}`);
    if (driven.failed !== null) faults.push(`${where}: makes no request: ${driven.failed}`);
    return driven;
  };
  const first = await drive('full', full, null);
  if (incremental) await drive('incremental', incremental.walk, since);
  if (deletions.by === 'listing') await drive('deletions', deletions.walk, since);
  if (recheck?.empty_when && provesNothing(recheck.empty_when))
    faults.push(`stream ${name}, recheck: ${UNPROVED}`);
  if (recheck) take(`stream ${name}, recheck`, () => recheck.request(['1'], context));
  const askable = PLACES.find((place) => one?.request('1', context, place));
  if (one && askable === undefined) faults.push(`stream ${name}, one: is asked for nowhere`);
  if (one && askable !== undefined)
    take(`stream ${name}, one`, () => one.request('1', context, askable)!);
  if (bookmark?.by === 'probe') take(`stream ${name}, probe`, () => bookmark.request(context));
  if ((bookmark?.by === 'first_page' || bookmark?.by === 'last_page') && first.answerless)
    faults.push(`stream ${name}: its full pass has no answers a bookmark could be read from`);
  return faults;
}

/** What a bookmark may be: a time, what a page said, or a link that is followed as it is. */
function markOf({ hosts }: Connector, bookmark: Bookmark | undefined): string {
  if (bookmark?.by === 'time') return '2026-01-02T03:04:05.000Z';
  return bookmark?.by === 'last_page' ? `https://${detailsOf(hosts).host}/mark` : 'mark';
}

interface Driven {
  asked: RequestSpec[];
  /** By which its answers may lack their list. */
  proofs: EmptyAnswer[];
  /** Why it made no request at all; null when it made one, or had nothing to start from. */
  failed: string | null;
  /** It gave pages, and none came with the answer it was made of. */
  answerless: boolean;
}

class Enough extends Error {}

const UNPROVED = 'its empty_when proves nothing: every answer without a list would be an empty one';
const provesNothing = ({ body }: EmptyAnswer): boolean => Object.keys(body).length === 0;

/** Drives a walk by answers that hold one item and no more pages. */
async function driveWalk(
  walk: Walk,
  at: { context: StreamContext; since: string | null },
): Promise<Driven> {
  const driven: Driven = { asked: [], proofs: [], failed: null, answerless: false };
  const world: World = {
    ...at,
    ask: async (spec, shape) => {
      driven.asked.push(spec);
      if (shape?.empty_when) driven.proofs.push(shape.empty_when);
      if (driven.asked.length >= LOOKED_AT) throw new Enough();
      return { status: 200, headers: {}, is_json: true, body: bodyWith(shape) };
    },
    rows: async (spec) => {
      driven.asked.push(spec);
      throw new Enough();
    },
    parents: async function* () {
      const parent: Parent = { id: '1', record: { id: '1' }, bookmark: null };
      yield { ...parent, failed_before: false };
    },
    isLocal: () => false,
    sleep: async () => undefined,
  };
  let [pages, answers] = [0, 0];
  try {
    for await (const page of walk.read(null, world)) {
      pages += 1;
      if (page.answer) answers += 1;
      if (pages >= LOOKED_AT) break;
    }
  } catch (error) {
    // What it makes of an answer that was made up is not its fault.
    if (driven.asked.length === 0) driven.failed = messageOf(error);
  }
  driven.answerless = answers === 0 && (pages > 0 || driven.asked.length > 0);
  return driven;
}

function bodyWith(shape: Shape | undefined): Json {
  const item: Json = { id: '1' };
  return (shape?.list ?? '')
    .split('.')
    .filter((name) => name !== '')
    .reduceRight<Json>((inner, name) => ({ [name]: inner }), shape ? [item] : item);
}

function faultsOf({ hosts }: Connector, { where, spec }: Made): string[] {
  if (!URL.canParse(spec.url)) return [`${where}: “${spec.url}” is no address`];
  const url = new URL(spec.url);
  const said = `${where}: ${url.host}`;
  const query = [...Object.entries(spec.query ?? {}), ...url.searchParams];
  const names = query.filter(([, value]) => value !== undefined).map(([name]) => name);
  const carried = [url.href, JSON.stringify(spec.query ?? {})].join(' ');
  const secret = names.find((name) => SECRET_NAMES.test(name));
  return [
    ...(url.protocol === 'https:' ? [] : [`${said} is not asked by https`]),
    ...(hosts.some((host) => covers(host, url.hostname)) ? [] : [`${said} is not among its hosts`]),
    ...(secret === undefined ? [] : [`${said}: a credential may stand in “${secret}” of a URL`]),
    ...(carried.includes(SECRET) ? [`${said}: a secret stands in its URL`] : []),
    ...(url.username || url.password ? [`${said}: its URL names a user`] : []),
  ];
}

const covers = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && !host.slice(0, 1 - pattern.length).includes('.')
    : host === pattern;

const contextOf = ({ hosts }: Connector): StreamContext => ({
  account: { id: '1', details: detailsOf(hosts) },
  config: {},
});

/** Details of an account nobody knows: an address where one is meant, else a name. */
const detailsOf = (hosts: readonly string[]): Record<string, string> => {
  const host = (hosts.find((one) => one.startsWith('*.')) ?? hosts[0] ?? '').replace('*', 'acme');
  return new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        if (/ur[il]$/i.test(String(name))) return `https://${host}`;
        return /host$/i.test(String(name)) ? host : 'acme';
      },
    },
  );
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
