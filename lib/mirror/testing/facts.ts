import type { Nodes } from 'mdast';
import { languageOf } from '@/lib/mirror/notion/languages';
import { parse } from '@/lib/mirror/notion/parse';
import { isWebAddress } from '@/lib/mirror/notion/rich-text';

/**
 * What a document says and how: each word, and each thing of form (a heading, a link with its
 * address, a table row), with how often it is there. An address that Notion takes for no link is told
 * in words.
 */
export function factsOf(markdown: string): Map<string, number> {
  const facts = new Map<string, number>();
  const add = (fact: string, n = 1) => facts.set(fact, (facts.get(fact) ?? 0) + n);
  const visit = (node: Nodes): void => {
    if ('value' in node)
      for (const word of node.value.split(/\s+/).filter(Boolean)) add(`word ${word}`);
    if (node.type === 'html') add('code html');
    else if (node.type === 'code') add(`code ${languageOf(node.lang ?? null) ?? node.lang ?? ''}`);
    else if (node.type === 'link')
      add(isWebAddress(node.url) ? `link ${node.url}` : `word (${node.url})`);
    else if (node.type === 'image') add(`image ${node.url}`);
    else if (node.type === 'heading') add(`heading ${node.depth}`);
    else if (node.type === 'listItem') add(`item ${String(node.checked ?? '')}`);
    else if (FORMS.has(node.type)) add(node.type);
    if ('children' in node) for (const child of node.children) visit(child);
  };
  const children = parse(markdown) ?? [{ type: 'code', value: markdown }];
  for (const node of children) visit(node);
  return facts;
}
const FORMS = new Set([
  'strong',
  'emphasis',
  'delete',
  'inlineCode',
  'blockquote',
  'tableRow',
  'tableCell',
  'thematicBreak',
  'break',
]);

/** How much of the first is in the second, from 0 to 1, each fact by its length. */
export function share(of: ReadonlyMap<string, number>, kept: ReadonlyMap<string, number>): number {
  let all = 0;
  let found = 0;
  for (const [fact, n] of of) {
    all += n * fact.length;
    found += Math.min(n, kept.get(fact) ?? 0) * fact.length;
  }
  return all === 0 ? 1 : found / all;
}
