import type english from '@/messages/en';

/** A compiled message, or a part of one: text, a plural's number, or `[name, kind, …]`. */
type Node = string | number | readonly unknown[];

/** How much longer than English a text becomes: German is about a third longer. */
const LONGER = 0.4;
const ACCENTS: Record<string, string> = { a: 'à', e: 'ë', i: 'î', o: 'ö', u: 'ü', n: 'ñ', c: 'ç' };

/**
 * The catalog in no language, to see what a longer one does to a page: accented, 40 % longer, in
 * brackets. What is cut off lacks its closing bracket, what stands in no catalog has none at all.
 * Takes messages as the build compiles them.
 */
export function pseudo(catalog: typeof english): typeof english {
  const said = mapped(catalog, (room) => mapped(room, saidIn)) as typeof english;
  return { ...said, words: { ...said.words, locale: 'en-XA' } };
}

const mapped = <From, To>(of: Record<string, From>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]));

function saidIn(message: string | readonly Node[]): string | readonly Node[] {
  const nodes = [message].flat() as Node[];
  const longer = tail(Math.ceil(nodes.map(textOf).join('').length * LONGER));
  const said = ['[', ...nodes.map(changed), longer, ']'];
  return typeof message === 'string' ? said.join('') : said;
}

/** So many letters, in words as long as German ones. */
const tail = (letters: number): string => '~'.repeat(letters).replace(/~{12}(?=~)/g, '$& ');

/** What a part says, as far as it is text; of several choices the usual one. */
function textOf(node: Node): string {
  if (typeof node === 'string') return node;
  if (typeof node === 'number') return '';
  const [, kind, choices] = node;
  if (!isKind(kind)) return (node.slice(1) as Node[]).map(textOf).join('');
  const { other } = (choices ?? {}) as { other?: Node };
  return other === undefined ? '' : ([other].flat() as Node[]).map(textOf).join('');
}

/** The part with its text accented, and everything else as it is. */
function changed(node: Node): Node {
  if (typeof node === 'string') return node.replace(/[aeiounc]/g, (letter) => ACCENTS[letter]!);
  if (typeof node === 'number') return node;
  const [name, kind, choices, ...more] = node;
  if (!isKind(kind)) return [name, ...(node.slice(1) as Node[]).map(changed)];
  if (typeof choices !== 'object' || choices === null || kind > 3) return node;
  const said = mapped(choices as Record<string, Node>, (choice) =>
    Array.isArray(choice) ? (choice as Node[]).map(changed) : changed(choice),
  );
  return [name, kind, said, ...more];
}

/** A select, a plural, a number or a date; what has none is a tag, or a value put in. */
const isKind = (kind: unknown): kind is number => typeof kind === 'number' && kind > 0;
