import type { Definition, ListItem, Paragraph, RootContent, Table } from 'mdast';
import { depthOf, textBlock, type Block } from '@/lib/mirror/notion/block';
import { languageOf } from '@/lib/mirror/notion/languages';
import { parse } from '@/lib/mirror/notion/parse';
import {
  bytesOf,
  grouped,
  isWebAddress,
  plainRuns,
  runsOf,
  type Addresses,
  type Run,
} from '@/lib/mirror/notion/rich-text';

const DEEPEST = 100;
const MOST_ROWS = 100;
const MOST_COLUMNS = 100;
const MOST_TABLE_BYTES = 250_000;

/**
 * Markdown as blocks, each text within Notion's limits. Pure. HTML becomes code, an image a block
 * with its address, what Notion has no form for the text it is, and a document that is longer or
 * nested deeper than anybody writes one piece of code.
 */
export function blocksOf(markdown: string): Block[] {
  const said = markdown.replaceAll('\u0000', '');
  const children = parse(said);
  if (children === null) return code(said, 'markdown');
  const addresses = new Map(
    children
      .filter((node): node is Definition => node.type === 'definition')
      .map(({ identifier, url }) => [identifier, url]),
  );
  const found = children.flatMap((node) => blocks(node, addresses));
  return found.every((block) => depthOf(block) <= DEEPEST) ? found : code(said, 'markdown');
}

function blocks(node: RootContent, addresses: Addresses): Block[] {
  const within = (children: readonly RootContent[]) =>
    children.flatMap((c) => blocks(c, addresses));
  switch (node.type) {
    case 'heading':
      return written(`heading_${Math.min(node.depth, 4)}`, runsOf(node.children, addresses));
    case 'paragraph':
      return paragraph(node, addresses);
    case 'list':
      return node.children.flatMap((item) => listItem(item, node.ordered === true, addresses));
    case 'blockquote': {
      const [first, ...rest] = node.children;
      const isText = first?.type === 'paragraph';
      const runs = isText ? runsOf(first.children, addresses) : [];
      return written('quote', runs, within(isText ? rest : node.children));
    }
    case 'code':
      return code(node.value, node.lang ?? null);
    case 'html':
      return code(node.value, 'html');
    case 'thematicBreak':
      return [{ type: 'divider', content: {}, children: [] }];
    case 'table':
      return table(node, addresses);
    case 'footnoteDefinition': {
      const [first, ...rest] = within(node.children);
      const mark = plainRuns(`[^${node.identifier}]: `);
      const runs = (first?.content.rich_text as Run[] | undefined) ?? [];
      return [
        ...written('paragraph', [...mark, ...runs]),
        ...(first && !first.content.rich_text ? [first] : []),
        ...rest,
      ];
    }
    case 'definition':
    case 'yaml':
      return [];
    default:
      return written('paragraph', runsOf([node as never], addresses));
  }
}

/** As many blocks as the text needs; what stands inside goes into the first. */
function written(
  type: string,
  runs: readonly Run[],
  children: readonly Block[] = [],
  more: Block['content'] = {},
): Block[] {
  const [first = [], ...rest] = grouped(runs);
  return [
    textBlock(type, first, children, more),
    ...rest.map((group) => textBlock(type === 'code' ? 'code' : 'paragraph', group, [], more)),
  ];
}

function paragraph({ children }: Paragraph, addresses: Addresses): Block[] {
  const [only] = children;
  if (children.length === 1 && only?.type === 'image' && isWebAddress(only.url)) {
    const caption = plainRuns(only.alt ?? '');
    const content = { type: 'external', external: { url: only.url }, caption };
    return [{ type: 'image', content, children: [] }];
  }
  return written('paragraph', runsOf(children, addresses));
}

function listItem(item: ListItem, ordered: boolean, addresses: Addresses): Block[] {
  const [first, ...rest] = item.children;
  const isText = first?.type === 'paragraph';
  const runs = isText ? runsOf(first.children, addresses) : [];
  const inside = (isText ? rest : item.children).flatMap((c) => blocks(c, addresses));
  if (typeof item.checked === 'boolean')
    return written('to_do', runs, inside, { checked: item.checked });
  return written(ordered ? 'numbered_list_item' : 'bulleted_list_item', runs, inside);
}

/** A language Notion does not know stands in the caption. */
function code(value: string, lang: string | null): Block[] {
  const language = languageOf(lang);
  const caption = language === null && lang !== null ? plainRuns(lang) : [];
  return written('code', plainRuns(value), [], { language: language ?? 'plain text', caption });
}

/** Tables longer than Notion takes are several, each with the head. */
function table(node: Table, addresses: Addresses): Block[] {
  const width = Math.max(...node.children.map((row) => row.children.length));
  const rows = node.children.map((row): Block => {
    const cells = row.children.map((cell) => grouped(runsOf(cell.children, addresses))[0]!);
    while (cells.length < width) cells.push([]);
    return { type: 'table_row', content: { cells }, children: [] };
  });
  const [head, ...body] = rows;
  const sizes = rows.map((row) => bytesOf(row));
  if (!head || width > MOST_COLUMNS || Math.max(...sizes) > MOST_TABLE_BYTES / 2)
    return node.children.flatMap((row) =>
      written(
        'paragraph',
        row.children.flatMap((cell) => runsOf(cell.children, addresses)),
      ),
    );
  const tables: Block[][] = [[head]];
  let bytes = sizes[0]!;
  for (const [i, row] of body.entries()) {
    bytes += sizes[i + 1]!;
    if (tables.at(-1)!.length === MOST_ROWS || bytes > MOST_TABLE_BYTES) {
      tables.push([head]);
      bytes = sizes[0]! + sizes[i + 1]!;
    }
    tables.at(-1)!.push(row);
  }
  const content = { table_width: width, has_column_header: true, has_row_header: false };
  return tables.map((children) => ({ type: 'table', content, children }));
}
