import { findConnector } from '@/lib/catalog/service';
import type { Connector, RateLimit } from '@/lib/connectors/kit';
import { SCOPES } from '@/lib/contract/operation';
import type { UserPrincipal } from '@/lib/contract/principal';
import { byConsent } from '@/lib/demo/connect';
import { ownerOf } from '@/lib/demo/repository';
import { sandboxControl } from '@/lib/egress/service';
import { putDocument } from '@/lib/knowledge/service';
import { listKnowledgeParents, setKnowledgeSync, writeKnowledge } from '@/lib/mirror/service';
import { db, transaction } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { requestRun } from '@/lib/runs/service';
import { runSync } from '@/lib/sync/service';
import type { MirrorResult } from './mirror.ts';

const TYPE = 'notion-knowledge';

/**
 * The first and the second run of a mirror of so many documents, in this workspace. Notion's budget is
 * an hour for 10,000; here it is declared faster, and the sandbox counts nothing. Writes the result as
 * JSON.
 */
const [workspace_id = '', documents = '0', times = '1'] = process.argv.slice(2);
const FASTER = Number(times);
const owner = (await ownerOf(workspace_id))!;
const me: UserPrincipal = { ...owner, kind: 'user', scopes: SCOPES, session_id: null };
const [limit] = findConnector(TYPE)!.limits as [RateLimit];
/** As many calls in a shorter time. */
const faster: RateLimit = { ...limit, per_ms: limit.per_ms / FASTER };

await sandboxControl('limits', { off: true });
const id = await byConsent(me, TYPE, 'globex', { sync_immediately: false });
for (let n = 0; n < Number(documents); n++)
  await putDocument(me, {
    external_id: `bench:${n}`,
    title: `Document ${n}`,
    markdown: `# Document ${n}\n\nSome **words** about it.\n\n- one\n- two\n`,
    tags: [],
  });
await setUp();
const first = await run();
const second = await run();
const result: MirrorResult = {
  documents: Number(documents),
  faster: FASTER,
  ...first,
  least_seconds: (Math.floor((first.requests - 1) / faster.requests) * faster.per_ms) / 1_000,
  second_requests: second.requests,
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));

async function setUp(): Promise<void> {
  const { pages } = await listKnowledgeParents(me, { id, q: '' });
  const { id: page_id, title } = pages[0]!;
  await setKnowledgeSync(me, {
    id,
    parent: { id: page_id, title },
    selection: { categories: ['written'], connection_ids: [], tags: [] },
    policy: 'mirror',
    conflicts: 'skip_and_report',
    start: false,
  });
}

/** A run to its end: how long it took, and how much it asked. Throws when it did not write all. */
async function run(): Promise<{ seconds: number; requests: number }> {
  const target = { workspace_id, connection_id: id };
  const asked = await transaction((tx) =>
    requestRun(tx, { ...target, connector_type: TYPE, sync_type: 'full', triggered_by: 'manual' }),
  );
  if (!asked.queued) throw new Error('a run is live');
  const before = await requestsSoFar();
  const begun = performance.now();
  await runSync({ ...target, run_id: asked.run_id }, new AbortController().signal, {
    connector: (type): Connector | undefined => ({ ...findConnector(type)!, limits: [faster] }),
    write: writeKnowledge,
  });
  const seconds = (performance.now() - begun) / 1_000;
  await mustBeDone(asked.run_id);
  return { seconds, requests: (await requestsSoFar()) - before };
}

async function mustBeDone(run_id: string): Promise<void> {
  const { rows } = await db.query<{ status: string; written: number }>(sql`
    SELECT
      status,
      (SELECT count(*)::int FROM mirrored_pages WHERE connection_id = ${id} AND state = 'written')
        AS written
    FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND id = ${run_id}`);
  const { status, written } = rows[0]!;
  if (status !== 'completed' || written !== Number(documents))
    throw new Error(`the run ended ${status} with ${written} pages written`);
}

async function requestsSoFar(): Promise<number> {
  const answer = await fetch(`${process.env.SANDBOX_URL}/_control/requests?provider=notion`);
  return ((await answer.json()) as { total: number }).total;
}
