import { expect, it } from 'vitest';
import { checkerOf } from '@/lib/connectors/testing/spec/description';
import { deleteDocument } from '@/lib/knowledge/service';
import { listKnowledgeParents } from '@/lib/mirror/service';
import { clientTypesOf } from '@/lib/mirror/testing/client-types';
import { documentOf } from '@/lib/mirror/testing/corpus';
import { keepExchanges } from '@/lib/mirror/testing/keeping';
import { deps, mirrorOnce, mirrorWorld, pageOf, put, setUp } from '@/lib/mirror/testing/world';
import { useTestDatabase } from '@/lib/platform/testing';
import { useSandbox } from '@/lib/sync/testing';

useTestDatabase();
const sandbox = useSandbox();
/** Of the corpus. With the client's types at hand, all of it. */
const DOCUMENTS = process.env.NOTION_CLIENT_TYPES === undefined ? 30 : 200;
/** Where the provider's own description of its API lies: no part of this repository. */
const DESCRIPTION = process.env.SPEC_NOTION;
/** The types of the provider's client; npm run test:conformance brings them. */
const CLIENT_TYPES = process.env.NOTION_CLIENT_TYPES;
/** Where the description says less than the API takes; the types of the provider's client have all of it. */
const KNOWN: readonly { found: RegExp; reason: string }[] = [
  {
    found: /^POST \/v1\/data_sources\/\{data_source_id\}\/query body \/sorts\/\[\]/,
    reason: 'Sorting by timestamp in place of a property is left out.',
  },
  {
    found: /^POST \/v1\/pages body \/(parent|children)/,
    reason: 'The parent is a page or database of the version before; children are texts.',
  },
  {
    found:
      /^PATCH \/v1\/blocks\/\{block_id\}(\/children)? body \/(children\/\[\]|position|paragraph|code)/,
    reason: 'Two types of block, without annotations, and the position of the version before.',
  },
  {
    found: /^PATCH \/v1\/pages\/\{page_id\} body \/erase_content: is not declared$/,
    reason: 'Left out.',
  },
];

it('every kind of request a mirror makes is as the provider describes it', async () => {
  const world = await mirrorWorld(sandbox);
  const free = deps({ limits: [] });
  for (let n = 0; n < DOCUMENTS; n++) await put(world, `kb:${n}`, documentOf(n), ['one']);
  await put(world, 'long', Array.from({ length: 250 }, (_, i) => `Paragraph ${i}.`).join('\n\n'));
  await put(world, 'a', 'One.\n\nTwo.\n\nThree.');
  await setUp(world);
  const kept = keepExchanges(sandbox.current.sandbox);
  await listKnowledgeParents(world.owner, { id: world.id, q: 'a' });
  await mirrorOnce(world, free);
  await put(world, 'a', 'One, changed.\n\nThree.\n\n- Four');
  for (let n = 0; n < DOCUMENTS; n++) await put(world, `kb:${n}`, documentOf(n + 1), ['two']);
  await deleteDocument(world.owner, { external_id: 'long' });
  const page = await pageOf(world, 'a');
  await mirrorOnce(world, free);
  expect(await pageOf(world, 'a')).toBe(page);
  const asked = kept.filter(({ path }) => !path.startsWith('/v1/oauth'));
  const kinds = new Set(asked.map(({ method, path }) => `${method} ${kindOf(path)}`));
  expect([...kinds].sort()).toEqual([
    'DELETE blocks/{}',
    'GET blocks/{}/children',
    'GET data_sources/{}',
    'GET databases/{}',
    'GET pages/{}',
    'PATCH blocks/{}',
    'PATCH blocks/{}/children',
    'PATCH pages/{}',
    'POST data_sources/{}/query',
    'POST databases',
    'POST pages',
    'POST search',
  ]);
  if (CLIENT_TYPES !== undefined) {
    const judge = clientTypesOf(CLIENT_TYPES);
    expect(asked.flatMap((one) => judge(one) ?? [])).toEqual([]);
    const written = asked.find(({ path }) => path === '/v1/pages')!;
    const wrong = written.request.text.replaceAll('"rich_text"', '"rich_texts"');
    expect(judge({ ...written, request: { ...written.request, text: wrong } })).not.toBeNull();
  }
  if (DESCRIPTION === undefined) return;
  const check = checkerOf(DESCRIPTION);
  const found = asked.flatMap((one) => check(one) ?? []).map((f) => `${f.at}: ${f.message}`);
  const open = [...new Set(found)].filter((one) => !KNOWN.some((known) => known.found.test(one)));
  expect(open).toEqual([]);
  expect(KNOWN.filter((known) => !found.some((one) => known.found.test(one)))).toEqual([]);
}, 120_000);

/** A path without the ids in it. */
const kindOf = (path: string): string =>
  path.replace('/v1/', '').replace(/[0-9a-f-]{32,36}/g, '{}');
