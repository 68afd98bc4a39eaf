import { expect, it, vi } from 'vitest';
import { listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import { requests } from '@/lib/mirror/notion/api';
import { elementsOf, toJson, type Block } from '@/lib/mirror/notion/block';
import { chunksOf } from '@/lib/mirror/notion/chunks';
import { COLUMN_NAMES, COLUMNS, valuesOf, type ColumnIds } from '@/lib/mirror/notion/columns';
import { digestOf, stepsTo } from '@/lib/mirror/notion/diff';
import { blocksOf } from '@/lib/mirror/notion/from-markdown';
import { bytesOf, type Run } from '@/lib/mirror/notion/rich-text';
import { completePage, type Hand } from '@/lib/mirror/notion/write';
import { markdownOf } from '@/lib/mirror/notion/to-markdown';
import { dice, documentOf } from '@/lib/mirror/testing/corpus';
import { factsOf, share } from '@/lib/mirror/testing/facts';
import { notionAs, parentPage, type Notion } from '@/lib/mirror/testing/notion-as';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { START } from '@/lib/sandbox/testing';

/** Some of these compute for half a minute on a machine of their own. */
vi.setConfig({ testTimeout: 600_000 });

const CORPUS = 200;
/** Columns by their names, which Notion takes as well as ids. */
const BY_NAME = Object.fromEntries(COLUMN_NAMES.map((c) => [c, COLUMNS[c].name])) as ColumnIds;

async function workspace(): Promise<{ notion: Notion; source: string }> {
  const sandbox = createSandbox({ now: () => START });
  sandbox.control.limits({ off: true });
  const notion = await notionAs(sandbox, 'globex', 'app');
  const { json } = requests.makeDatabase((await parentPage(notion)).id, 'Knowledge', COLUMN_NAMES);
  const database = await notion.call('POST', 'databases', json);
  return { notion, source: text(database, 'data_sources.0.id') ?? '' };
}

/** Writes a document as the engine does, and answers the id of its page. */
async function write({ notion, source }: Awaited<ReturnType<typeof workspace>>, markdown: string) {
  const head = {
    external_id: 'kb:1',
    title: 'A title',
    source: 'A source',
    url: 'https://example.com/1',
    tags: ['one', 'two'],
    updated_at: new Date(START),
  };
  const [first = [], ...rest] = chunksOf(blocksOf(markdown));
  const heads = first.map((piece) => piece.head);
  const { json } = requests.makePage(source, valuesOf(BY_NAME, head, 'hash'), heads);
  const id = text(await notion.call('POST', 'pages', json), 'id') ?? '';
  await completePage(handOf(notion), id, first, rest);
  return id;
}

const handOf = (notion: Notion): Hand => ({
  append: async (id, blocks, after) => {
    const { json } = requests.append(id, blocks, after);
    return idsOf(await notion.call('PATCH', `blocks/${id}/children`, json));
  },
  children: async (id) => (await notion.children(id)).map((block) => text(block, 'id') ?? ''),
});
const idsOf = (list: Json) => listAt(list, 'results').map((block) => text(block, 'id') ?? '');

it(`keeps what ${CORPUS} documents say, on the way to Notion and back`, async () => {
  const space = await workspace();
  const shares: number[] = [];
  for (let n = 0; n < CORPUS; n++) {
    const markdown = documentOf(n);
    const back = markdownOf(await space.notion.blocks(await write(space, markdown)));
    shares.push(share(factsOf(markdown), factsOf(back)));
  }
  expect(shares.reduce((a, b) => a + b) / CORPUS).toBeGreaterThanOrEqual(0.99);
  expect(Math.min(...shares)).toBeGreaterThan(0.9);
});

it('forms are read in a document with many marks, as long as none of its paragraphs has them all', () => {
  const bold = Array.from({ length: 3_000 }, (_, i) => `- **bold ${i}**`).join('\n');
  const [first] = blocksOf(bold);
  expect(first!.content.rich_text).toMatchObject([{ annotations: { bold: true } }]);
  const [crowded] = blocksOf('**a** '.repeat(3_000));
  expect(JSON.stringify(crowded!.content.rich_text)).toContain('**a** **a**');
});

it('a list keeps its shape however deep, however long inside and whatever stands in it', async () => {
  const space = await workspace();
  const deep = Array.from({ length: 12 }, (_, i) => `${'  '.repeat(i)}- level ${i}`);
  const wide = Array.from({ length: 250 }, (_, i) => `    - inside ${i}\n      - under ${i}`);
  const table = ['', '      |a|b|', '      |-|-|', '      |c|d|', ''];
  const markdown = [...deep, '- next', '  - one', ...wide, '  - two', '    - three', ...table];
  const blocks = blocksOf(markdown.join('\n'));
  const back = await space.notion.blocks(await write(space, markdown.join('\n')));
  expect(shapeOf(back)).toEqual(shapeOf(blocks));
  expect(chunksOf(blocks)[0]!.flatMap(({ rests }) => rests).length).toBeGreaterThan(2);
});

/** The types and texts of blocks as they stand in one another. */
const shapeOf = (blocks: readonly Block[]): unknown =>
  blocks.map(({ type, content, children }) => [
    type,
    ((content.rich_text ?? []) as Run[]).map(({ text: { content: said } }) => said).join(''),
    shapeOf(children),
  ]);

it('a document that lost a word in a hundred is told from one that did not', () => {
  const facts = factsOf(documentOf(1));
  expect(share(facts, facts)).toBe(1);
  expect(
    share(facts, factsOf(documentOf(1).replace(/\w{4,}/g, (w, i) => (i % 40 ? w : '')))),
  ).toBeLessThan(0.99);
});

it('every request of the corpus is within the limits, whatever is nested in what', () => {
  for (let n = 0; n < CORPUS; n++)
    for (const chunk of chunksOf(blocksOf(documentOf(n)))) {
      expect(chunk.length).toBeLessThanOrEqual(100);
      const heads = chunk.map(({ head }) => head);
      expect(heads.reduce((sum, block) => sum + elementsOf(block), 0)).toBeLessThanOrEqual(1_000);
      expect(bytesOf(heads.map(toJson))).toBeLessThan(500_000);
    }
});

it.each([
  ['one line of a megabyte', 'é'.repeat(400_000)],
  ['a megabyte of code', `\`\`\`\n${'let x = 1;\n'.repeat(90_000)}\`\`\``],
  [
    'a list as deep as it is long',
    Array.from({ length: 60 }, (_, i) => `${'  '.repeat(i)}- ${i}`).join('\n'),
  ],
  ['a list of 500', Array.from({ length: 500 }, (_, i) => `- ${i}\n  - inside ${i}`).join('\n')],
  ['quotes in quotes', `${'> '.repeat(30)}deep`],
  ['quotes in quotes without an end', `${'> '.repeat(20_000)}deep`],
  ['quotes deeper than anybody writes', `${'> '.repeat(300)}deep`],
  ['a list of 100,000', '- a\n'.repeat(100_000)],
  ['links in links', '[a]('.repeat(20_000)],
  ['images in images, quoted', `> ${'![a]('.repeat(20_000)}`],
  ['marks in marks without an end', `${'*a '.repeat(6_000)}${'b* '.repeat(6_000)}`],
  ['a table of 300 rows', `|a|b|\n|-|-|\n${'|c|d|\n'.repeat(300)}`],
  ['a table in a list', '- one\n\n  - two\n\n    |a|b|\n    |-|-|\n    |c|d|'],
  ['emoji at every edge', '🚀'.repeat(3_333)],
  ['what is hidden', 'a\u0000b \u0007 c'],
  ['nothing', ''],
])('%s is taken by Notion, and its text is kept', async (_, markdown) => {
  const space = await workspace();
  const back = markdownOf(await space.notion.blocks(await write(space, markdown)));
  const letters = (said: string) =>
    [...factsOf(said.replaceAll('\u0000', ''))]
      .filter(([fact]) => fact.startsWith('word '))
      .reduce((sum, [fact, n]) => sum + n * (fact.length - 5), 0);
  expect(letters(back)).toBeGreaterThanOrEqual(letters(markdown) * 0.99);
});

it('the steps of a change lead from any document to any other, and leave what is the same', () => {
  for (let n = 0; n < CORPUS; n++) {
    const d = dice(n);
    const before = blocksOf(documentOf(n));
    const parts = documentOf(n).split('\n\n');
    const at = d.int(0, parts.length - 1);
    const after = blocksOf(
      d
        .pick([
          () => parts.toSpliced(at, 1),
          () => parts.toSpliced(at, 0, 'Something new.'),
          () => parts.toSpliced(at, 1, 'Something else.', '## And more'),
          () => documentOf(n + 1).split('\n\n'),
          () => [],
        ])()
        .join('\n\n'),
    );
    const standing = before.map((block) => ({
      digest: digestOf(block),
      type: block.type,
      has_children: block.children.length > 0,
    }));
    const steps = stepsTo(standing, after);
    const removed = new Set(steps.flatMap((s) => (s.do === 'remove' ? [s.at] : [])));
    const result = [
      ...steps.flatMap((s) => (s.do === 'insert' && s.after === -1 ? s.blocks.map(digestOf) : [])),
      ...standing.flatMap(({ digest }, i) => {
        const changed = steps.find((s) => s.do === 'change' && s.at === i);
        const own = changed?.do === 'change' ? digestOf(changed.block) : digest;
        const added = steps.flatMap((s) =>
          s.do === 'insert' && s.after === i ? s.blocks.map(digestOf) : [],
        );
        return [...(removed.has(i) ? [] : [own]), ...added];
      }),
    ];
    expect(result).toEqual(after.map(digestOf));
  }
  const [a, b, c] = blocksOf('one\n\ntwo\n\nthree').map((block) => ({
    digest: digestOf(block),
    type: block.type,
    has_children: false,
  }));
  expect(stepsTo([a!, b!, c!], blocksOf('one\n\n2\n\nthree'))).toMatchObject([
    { do: 'change', at: 1 },
  ]);
});
