import { Refused } from '@/lib/sandbox/kit/refusal';

/** Limits of one request, developers.notion.com/reference/request-limits (2026-08). */
const MOST = {
  bytes: 500_000,
  elements: 1_000,
  list: 100,
  depth: 2,
  text: 2_000,
  url: 2_000,
  runs: 100,
  options: 100,
};
const WITH_TEXT = new Set([
  'paragraph',
  'heading_1',
  'heading_2',
  'heading_3',
  'heading_4',
  'bulleted_list_item',
  'numbered_list_item',
  'to_do',
  'toggle',
  'quote',
  'callout',
  'code',
]);
const WITHOUT_TEXT = new Set(['divider', 'table', 'table_row', 'image', 'bookmark', 'equation']);
/** Some of the languages Notion knows; others it refuses. */
const LANGUAGES = new Set(
  (
    'bash c c# c++ css diff docker go graphql html java javascript json kotlin latex lua makefile ' +
    'markdown mermaid php powershell python r ruby rust scala shell sql swift toml typescript ' +
    'xml yaml'
  )
    .split(' ')
    .concat('plain text'),
);

export const wrong = (message: string): Refused =>
  new Refused({ status: 400, why: 'bad_body', message });
export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Throws the refusal of a body that is too long. */
export function checkSize(body: string): void {
  if (Buffer.byteLength(body) > MOST.bytes) throw wrong('the request is larger than 500KB');
}

/** Throws the refusal of blocks that Notion does not take. */
export function checkBlocks(blocks: unknown): asserts blocks is Record<string, unknown>[] {
  const elements = { count: 0 };
  checkList(blocks, 'body.children', 0, elements);
  if (elements.count > MOST.elements)
    throw wrong(`body.children should have ≤ ${MOST.elements} block elements in all`);
}

function checkList(blocks: unknown, at: string, depth: number, elements: { count: number }): void {
  if (!Array.isArray(blocks)) throw wrong(`${at} should be an array`);
  if (blocks.length > MOST.list)
    throw wrong(`${at}.length should be ≤ \`100\`, instead was \`${blocks.length}\``);
  if (depth > MOST.depth) throw wrong(`${at} is nested deeper than two levels`);
  elements.count += blocks.length;
  for (const [i, block] of (blocks as unknown[]).entries())
    checkBlock(block, `${at}[${i}]`, depth, elements);
}

function checkBlock(block: unknown, at: string, depth: number, elements: { count: number }): void {
  if (!isObject(block)) throw wrong(`${at} should be an object`);
  const type = String(block.type);
  const content = block[type];
  if (!WITH_TEXT.has(type) && !WITHOUT_TEXT.has(type)) throw wrong(`${at}.type is not known`);
  if (!isObject(content)) throw wrong(`${at}.${type} should be defined`);
  const strange = Object.keys(block).find((name) => !['object', 'type', type].includes(name));
  if (strange) throw wrong(`${at}.${strange} should be not present`);
  if (WITH_TEXT.has(type)) checkRuns(content.rich_text, `${at}.${type}.rich_text`);
  if (type === 'code' && !LANGUAGES.has(String(content.language)))
    throw wrong(`${at}.code.language should be a language Notion knows`);
  if (type === 'image' && !isUrl(isObject(content.external) ? content.external.url : null))
    throw wrong(`${at}.image.external.url should be a valid URL`);
  if (type === 'table') checkTable(content, at);
  if (type === 'table_row' && depth === 0) throw wrong(`${at} stands in no table`);
  if (content.children !== undefined)
    checkList(content.children, `${at}.${type}.children`, depth + 1, elements);
}

function checkTable({ table_width, children }: Record<string, unknown>, at: string): void {
  if (!Array.isArray(children) || children.length === 0)
    throw wrong(`${at}.table.children should be defined`);
  for (const [i, row] of (children as unknown[]).entries()) {
    const cells = isObject(row) && isObject(row.table_row) ? row.table_row.cells : null;
    if (!Array.isArray(cells) || cells.length !== table_width)
      throw wrong(`${at}.table.children[${i}] should have ${String(table_width)} cells`);
    for (const cell of cells) checkRuns(cell, `${at}.table.children[${i}].cells`);
  }
}

/** Throws the refusal of rich text that is too long. */
export function checkRuns(runs: unknown, at: string): void {
  if (!Array.isArray(runs)) throw wrong(`${at} should be defined`);
  if (runs.length > MOST.runs) throw wrong(`${at}.length should be ≤ \`100\``);
  for (const run of runs as unknown[]) {
    const text = isObject(run) && isObject(run.text) ? run.text : null;
    if (typeof text?.content !== 'string') throw wrong(`${at}.text.content should be defined`);
    if (text.content.length > MOST.text)
      throw wrong(`${at}.text.content.length should be ≤ \`2000\``);
    const url = isObject(text.link) ? text.link.url : null;
    if (url !== null && !isUrl(url)) throw wrong(`${at}.text.link.url should be a valid URL`);
  }
}

export const isUrl = (url: unknown): boolean =>
  typeof url === 'string' &&
  url.length <= MOST.url &&
  /^(https?|mailto):/.test(url) &&
  URL.canParse(url);

/** Throws the refusal of a list of choices that is too long, or of one with a comma. */
export function checkOptions(options: unknown, at: string): void {
  if (!Array.isArray(options) || options.length > MOST.options)
    throw wrong(`${at} should be an array of ≤ \`100\``);
  for (const one of options as unknown[]) {
    const name = isObject(one) ? one.name : null;
    if (typeof name !== 'string' || name === '' || name.length > 100 || name.includes(','))
      throw wrong(`${at}.name should be ≤ 100 characters without a comma`);
  }
}
