import { at, listAt, text } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** A block of a page, and the blocks inside it. */
export interface Block {
  block: Json;
  children: readonly Block[];
}

/** What stands before the text of a block. */
const BEFORE: Readonly<Record<string, string>> = {
  paragraph: '',
  heading_1: '# ',
  heading_2: '## ',
  heading_3: '### ',
  bulleted_list_item: '- ',
  numbered_list_item: '1. ',
  toggle: '- ',
  quote: '> ',
  callout: '> ',
};
const LISTS = /^(bulleted_list_item|numbered_list_item|to_do|toggle)$/;
/** Blocks that only hold others. */
const PLAIN_HOLDERS = /^(column_list|column|synced_block|table|transcription|meeting_notes)$/;
/** Their addresses are signed for an hour: only that there is something is told. */
const FILES = /^(image|file|pdf|video|audio)$/;
const LINKS = /^(bookmark|embed|link_preview)$/;

/**
 * Blocks as markdown. What markdown cannot say is told in words or left out; addresses that Notion
 * signs for an hour are never written.
 */
export function markdownOf(blocks: readonly Block[]): string {
  return blocks
    .map((one, i) => {
      const before = blocks[i - 1];
      const joined = before && LISTS.test(typeOf(before)) && LISTS.test(typeOf(one));
      const written = markdown(one);
      return written === '' ? '' : `${joined ? '' : '\n'}${written}\n`;
    })
    .join('')
    .trim();
}

const typeOf = ({ block }: Block): string => text(block, 'type') ?? '';

function markdown(one: Block): string {
  const type = typeOf(one);
  const inner = markdownOf(one.children);
  if (PLAIN_HOLDERS.test(type)) return type === 'table' ? table(one) : inner;
  const said = lineOf(type, at(one.block, type) ?? null);
  if (inner === '') return said;
  const isList = LISTS.test(type);
  return `${said}\n${isList ? '' : '\n'}${isList ? indented(inner) : inner}`;
}

function lineOf(type: string, content: Json): string {
  const words = richText(listAt(content, 'rich_text'));
  if (type in BEFORE) return words === '' ? '' : `${BEFORE[type]}${words}`;
  if (type === 'to_do') return `- [${at(content, 'checked') === true ? 'x' : ' '}] ${words}`;
  if (type === 'code') return `\`\`\`${text(content, 'language') ?? ''}\n${words}\n\`\`\``;
  if (type === 'equation') return `$$${text(content, 'expression') ?? ''}$$`;
  if (type === 'divider') return '---';
  if (type === 'child_page' || type === 'child_database') return text(content, 'title') ?? '';
  if (LINKS.test(type)) return link(text(content, 'url'), richText(listAt(content, 'caption')));
  if (FILES.test(type)) {
    const name = richText(listAt(content, 'caption')) || (text(content, 'name') ?? type);
    return link(text(content, 'external.url'), name);
  }
  return words;
}

function table({ children }: Block): string {
  const rows = children.map(({ block }) =>
    listAt(block, 'table_row.cells').map((cell) => richText(Array.isArray(cell) ? cell : [])),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** A run of text with what it says of its form. */
export const richText = (runs: readonly Json[]): string => runs.map(run).join('');

function run(one: Json): string {
  const words = text(one, 'plain_text') ?? '';
  if (words.trim() === '') return words;
  const is = (form: string) => at(one, `annotations.${form}`) === true;
  let said = is('code') ? `\`${words}\`` : words;
  if (is('bold')) said = `**${said}**`;
  if (is('italic')) said = `*${said}*`;
  if (is('strikethrough')) said = `~~${said}~~`;
  return link(text(one, 'href'), said);
}

const link = (url: string | null, words: string): string =>
  url === null ? words : `[${words || url}](${url})`;

const indented = (lines: string): string => lines.replace(/^(?=.)/gm, '  ');
