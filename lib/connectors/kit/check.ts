import type { OAuth } from '@/lib/connectors/kit/auth';
import type { Connector } from '@/lib/connectors/kit/connector';
import { requestFaults } from '@/lib/connectors/kit/check-requests';
import type { Stream } from '@/lib/connectors/kit/stream';

type Want = (ok: boolean, fault: string) => void;

/** Oftener than a day is a listing, not a proof; rarer than this and what was missed stays missed. */
const FULL_EVERY = { least: 6, most: 31 * 24 };
/** Where only a full pass finds deletions, they may not be unknown for longer than this. */
const DELETIONS_WITHIN_HOURS = 7 * 24;

/**
 * What the types cannot say about a connector. Answers a sentence per fault; none means complete.
 * Its walks are driven as far as their first requests, with an account that does not exist. The
 * suite fails on any fault, for every connector in the registry.
 */
export async function checkConnector(c: Connector): Promise<string[]> {
  const faults: string[] = [];
  const want: Want = (ok, fault) => {
    if (!ok) faults.push(`${c.type}: ${fault}`);
  };
  checkIdentity(c, want);
  if (c.puller.status === 'planned') {
    want(c.puller.reason.length > 20, 'a planned connector must say why');
    return faults;
  }
  if (c.auth.method !== 'webhook') checkReach(c, want);
  checkRules(c, want);
  for (const stream of c.streams) checkStream(c, stream, want);
  if (c.auth.method === 'oauth') checkScopes(c, c.auth, want);
  else checkFields(c, want);
  for (const fault of await requestFaults(c)) want(false, fault);
  return faults;
}

function checkIdentity(c: Connector, want: Want): void {
  want(/^[a-z][a-z0-9-]*$/.test(c.type), 'type must be kebab-case');
  want(
    c.description.length >= 20 && c.description.length <= 160,
    'description must be one line of 20 to 160 characters',
  );
  want(/^\d+\.\d+\.\d+$/.test(c.version), 'version must be semantic');
  want(c.docs_url.startsWith('https://'), 'docs_url must be https');
}

/** What a connector needs that calls anybody. */
function checkReach(c: Connector, want: Want): void {
  want(c.hosts.length > 0, 'hosts is empty: it may call nothing');
  want(
    c.hosts.every((h) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(h)),
    'hosts must be bare host names',
  );
  want(
    (c.picture_hosts ?? []).every((h) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(h)),
    'picture_hosts must be bare host names',
  );
  want(c.limits.length > 0, 'it declares no rate limit');
}

function checkRules(c: Connector, want: Want): void {
  want(
    c.streams.length > 0 === (c.direction === 'inbound'),
    'it has no streams, or it is outbound and has some',
  );
  want(new Set(c.streams.map((s) => s.name)).size === c.streams.length, 'stream names repeat');
  want(
    c.limits.every((limit) => limit.requests > 0 && limit.per_ms > 0),
    'a rate limit allows nothing',
  );
  want(c.promises.length > 0, 'it promises nothing to the person who connects it');
  for (const rule of c.errors)
    want(
      rule.source.length > 0 && rule.message.length > 0,
      'an error rule lacks its message or source',
    );
}

function checkStream(c: Connector, s: Stream, want: Want): void {
  const must: Want = (ok, fault) => want(ok, `stream ${s.name}: ${fault}`);
  must(/^[a-z][a-z0-9_]*$/.test(s.name), 'name must be snake_case');
  must(s.description.length > 0 && s.label.length > 0, 'label or description is empty');
  must(s.id.length > 0, 'no id path');
  must(!s.canonical || s.canonical.entity === s.entity, 'is of another entity than its mapping');
  if (s.deletions.by === 'none')
    must(s.deletions.why.length > 10, 'says no why for undetected deletions');
  if (s.deletions.by === 'listing')
    must((s.deletions.remembers_days ?? 1) >= 1, 'deletions are remembered for no day');
  if (s.recheck)
    must(
      s.recheck.batch > 0 && s.recheck.batch <= s.recheck.newest,
      'a recheck asks for more at a time than it asks for at all',
    );
  if (s.backfill === 'changes')
    must(s.incremental?.bookmark.by === 'time', 'backfill by changes needs a bookmark by time');
  checkFullPasses(s, must);
  const before = c.streams.slice(0, c.streams.indexOf(s)).map((stream) => stream.name);
  const walks = [s.full, ...(s.incremental ? [s.incremental.walk] : [])];
  for (const parents of walks.flatMap((walk) => walk.parents ?? [])) {
    if (before.includes(parents)) continue;
    const exists = c.streams.some((stream) => stream.name === parents);
    must(
      false,
      exists ? `its parents, ${parents}, come after it` : `there is no stream ${parents}`,
    );
  }
}

function checkFullPasses({ full_every_hours: hours, incremental, deletions }: Stream, must: Want) {
  if (hours === undefined) return;
  must(incremental !== undefined, 'full_every_hours says nothing: every pass is a full one');
  must(
    hours >= FULL_EVERY.least && hours <= FULL_EVERY.most,
    `full_every_hours must be from ${FULL_EVERY.least} to ${FULL_EVERY.most}`,
  );
  if (deletions.by === 'full_pass')
    must(
      hours <= DELETIONS_WITHIN_HOURS,
      'only a full pass finds deletions: it must be made once a week',
    );
}

function checkScopes(c: Connector, auth: OAuth, want: Want): void {
  const scopes = new Set(auth.scopes.map((s) => s.scope));
  want(
    auth.scopes.every((s) => s.why.length > 10),
    'a scope lacks its reason',
  );
  for (const s of c.streams)
    for (const scope of s.scopes ?? [])
      want(scopes.has(scope), `stream ${s.name}: needs scope ${scope}, which is never asked for`);
}

function checkFields({ auth }: Connector, want: Want): void {
  if (auth.method === 'oauth' || auth.method === 'webhook') return;
  const fields = auth.method === 'api_key' ? auth.fields : auth.app_fields;
  want(
    fields.some((f) => f.required && f.secret),
    'no required secret field',
  );
  for (const f of fields)
    want(
      f.help.length > 0 && f.where_to_find.length > 0,
      `field ${f.key}: does not say where to find it`,
    );
}
