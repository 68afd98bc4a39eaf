import type { CompiledMessage } from 'icu-minify/format';

type CompiledNode = Exclude<CompiledMessage, string>[number];

/** How much longer than English a text becomes: German is about a third longer, and words twice. */
const LONGER = 0.4;
const ACCENTS: Record<string, string> = { a: 'à', e: 'ë', i: 'î', o: 'ö', u: 'ü', n: 'ñ', c: 'ç' };

const accented = (text: string): string => text.replace(/[aeiounc]/g, (c) => ACCENTS[c] ?? c);

/** What a compiled message says, as far as it is text; the names of its values are left out. */
function textOf(node: CompiledNode): string {
  if (typeof node === 'string') return node;
  if (!Array.isArray(node)) return '';
  const [, type, options] = node;
  if (typeof options === 'object' && options !== null && typeof type === 'number')
    return 'xxxxxxxx';
  return typeof type === 'number'
    ? ''
    : node
        .slice(1)
        .map((child) => textOf(child as never))
        .join('');
}

function nodeIn(node: CompiledNode): CompiledNode {
  if (typeof node === 'string') return accented(node);
  if (!Array.isArray(node)) return node;
  const [name, type, options] = node;
  if (type === undefined) return node;
  if (typeof type !== 'number' || type === 0)
    return [name, ...node.slice(1).map((child) => nodeIn(child as CompiledNode))] as CompiledNode;
  if (typeof options !== 'object' || options === null) return node;
  const branches = Object.entries(options).map(([choice, branch]) => [choice, branchIn(branch)]);
  return type === 1 || type === 2
    ? ([name, type, Object.fromEntries(branches)] as CompiledNode)
    : node;
}

const branchIn = (branch: CompiledNode | CompiledNode[]): unknown =>
  Array.isArray(branch) ? branch.map((node) => nodeIn(node as CompiledNode)) : nodeIn(branch);

/**
 * A compiled message as the pseudo-language says it: accented, 40 % longer, in brackets. A text that
 * is cut off lacks its closing bracket, one that is in no catalog has none.
 */
export function pseudo(message: CompiledMessage): CompiledMessage {
  const nodes = Array.isArray(message) ? message : [message];
  const longer = '~'.repeat(Math.ceil(nodes.map(textOf).join('').length * LONGER));
  return ['[', ...nodes.map(nodeIn), longer, ']'];
}
