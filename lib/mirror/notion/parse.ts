import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** Lines take the parser time whatever stands in them: a long list more than long words. */
const MOST_LINES = 20_000;
/** What may open or close a form of words, as many as a paragraph is read with in no time. */
const MARK = /[*_~[\]!<`]/g;
const MOST_MARKS = 2_000;
/** Forms of words by their marks. Each mark is tried with each: their time grows with the cube. */
const FORMS = [
  'attention',
  'codeText',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
  'strikethrough',
];

/**
 * Markdown (CommonMark with GitHub's tables, task lists and strikethrough) as a syntax tree. Pure, and
 * done in a second or two whatever it is given: where a paragraph has more marks than anybody writes,
 * marks are the text they are. Null: it has too many lines, or is nested without an end.
 */
export function parse(markdown: string): RootContent[] | null {
  if (countOf(/\n/g, markdown) > MOST_LINES) return null;
  try {
    if (countOf(MARK, markdown) <= MOST_MARKS) return read(markdown);
    const plain = read(markdown, FORMS);
    return plain.some((node) => isCrowded(node)) ? plain : read(markdown);
  } catch (error) {
    if (error instanceof RangeError) return null; // more than the stack holds
    throw error;
  }
}

const read = (markdown: string, without: string[] = []): RootContent[] =>
  fromMarkdown(markdown, {
    extensions: [gfm(), { disable: { null: without } }],
    mdastExtensions: [gfmFromMarkdown()],
  }).children;

/** Whether a paragraph, a heading or a cell in it has too many marks. */
function isCrowded(node: Nodes): boolean {
  if (!('children' in node)) return false;
  const said = node.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  return countOf(MARK, said) > MOST_MARKS || node.children.some((child) => isCrowded(child));
}

const countOf = (mark: RegExp, text: string): number => text.match(mark)?.length ?? 0;
