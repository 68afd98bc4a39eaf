import type { BlockContent, ListItem, PhrasingContent, RootContent, TableRow } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Block } from '@/lib/mirror/notion/block';
import type { Run } from '@/lib/mirror/notion/rich-text';

/** Blocks as markdown: what a reader of the page would write. Pure. */
export const markdownOf = (blocks: readonly Block[]): string =>
  toMarkdown(
    { type: 'root', children: nodes(blocks) },
    { extensions: [gfmToMarkdown()], bullet: '-', emphasis: '_', fences: true, rule: '-' },
  );

const LISTS: Readonly<Record<string, boolean>> = {
  bulleted_list_item: false,
  to_do: false,
  numbered_list_item: true,
};
const runsIn = ({ content }: Block): Run[] => (content.rich_text as Run[] | undefined) ?? [];

/** Items one after the other are one list. */
function nodes(blocks: readonly Block[]): RootContent[] {
  const out: RootContent[] = [];
  for (const block of blocks) {
    const ordered = LISTS[block.type];
    const last = out.at(-1);
    if (ordered === undefined) out.push(...node(block));
    else if (last?.type === 'list' && last.ordered === ordered) last.children.push(item(block));
    else out.push({ type: 'list', ordered, spread: false, children: [item(block)] });
  }
  return out;
}

const inside = (blocks: readonly Block[]): BlockContent[] => nodes(blocks) as BlockContent[];

function item(block: Block): ListItem {
  const runs = runsIn(block);
  const { checked } = block.content;
  return {
    type: 'listItem',
    spread: false,
    ...(typeof checked === 'boolean' ? { checked } : {}),
    children: [
      ...(runs.length > 0 ? [{ type: 'paragraph' as const, children: phrases(runs) }] : []),
      ...inside(block.children),
    ],
  };
}

function node(block: Block): RootContent[] {
  const { type, content, children } = block;
  const heading = /^heading_(\d)$/.exec(type)?.[1];
  if (heading)
    return [
      {
        type: 'heading',
        depth: Number(heading) as 1 | 2 | 3 | 4,
        children: phrases(runsIn(block)),
      },
    ];
  switch (type) {
    case 'quote': {
      const runs = runsIn(block);
      const first =
        runs.length > 0 ? [{ type: 'paragraph' as const, children: phrases(runs) }] : [];
      return [{ type: 'blockquote', children: [...first, ...inside(children)] }];
    }
    case 'code': {
      const caption = plain((content.caption as Run[] | undefined) ?? []);
      const language = content.language === 'plain text' ? null : String(content.language);
      return [{ type: 'code', lang: caption || language, value: plain(runsIn(block)) }];
    }
    case 'divider':
      return [{ type: 'thematicBreak' }];
    case 'image': {
      const { url } = content.external as { url: string };
      const alt = plain((content.caption as Run[] | undefined) ?? []);
      return [{ type: 'paragraph', children: [{ type: 'image', url, alt }] }];
    }
    case 'table':
      return [{ type: 'table', children: children.map(row) }];
    default:
      return [{ type: 'paragraph', children: phrases(runsIn(block)) }, ...nodes(children)];
  }
}

const row = ({ content }: Block): TableRow => ({
  type: 'tableRow',
  children: (content.cells as Run[][]).map((cell) => ({
    type: 'tableCell',
    children: phrases(cell),
  })),
});

const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text.content).join('');

function phrases(runs: readonly Run[]): PhrasingContent[] {
  return runs.flatMap(({ text, annotations = {} }): PhrasingContent[] => {
    const lines = annotations.code
      ? [{ type: 'inlineCode' as const, value: text.content }]
      : broken(text.content);
    const formed = (
      [
        ['strikethrough', 'delete'],
        ['italic', 'emphasis'],
        ['bold', 'strong'],
      ] as const
    )
      .filter(([name]) => annotations[name])
      .reduce<PhrasingContent[]>((children, [, type]) => [{ type, children }], lines);
    return text.link ? [{ type: 'link', url: text.link.url, children: formed as never }] : formed;
  });
}

/** Text with its line ends. */
const broken = (content: string): PhrasingContent[] =>
  content
    .split('\n')
    .flatMap((value, i): PhrasingContent[] => [
      ...(i > 0 ? [{ type: 'break' as const }] : []),
      ...(value === '' ? [] : [{ type: 'text' as const, value }]),
    ]);
