import { parseSync } from 'oxc-parser';
import type { Source } from './sources.ts';

/** A node of a parsed source, as far as it is looked at here. */
interface Node {
  type: string;
  [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);
const nameOf = (node: unknown): string => (isNode(node) ? String(node.name ?? '') : '');

/** What stands for a value that is only known when it is said. */
const VALUE = 'seven';
/** How a check says how it is, and what to do. */
const SAYS = /^(ok|warn|fail|unchecked|untold)$/;

type Constants = ReadonlyMap<string, Node>;

/** Every form a text may take; none: it is no text. */
function formsOf(node: Node, constants: Constants): string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return template(node, constants);
    case 'BinaryExpression':
      return joined(formsOf(node.left as Node, constants), inside(node.right as Node, constants));
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].flatMap((one) => formsOf(one as Node, constants));
    case 'LogicalExpression':
      return formsOf(node.right as Node, constants);
    case 'Identifier': {
      const held = constants.get(nameOf(node));
      return held ? formsOf(held, constants) : [];
    }
    case 'CallExpression':
      return nameOf(node.callee) === 'plural' ? plural(node, constants) : [];
    default:
      return [];
  }
}

function template(node: Node, constants: Constants): string[] {
  const quasis = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  return (node.expressions as Node[]).reduce(
    (forms, value, i) => joined(joined(forms, inside(value, constants)), [quasis[i + 1]!]),
    [quasis[0]!],
  );
}

/** `plural(n, one, many)`: of one, and of several. */
function plural({ arguments: given }: Node, constants: Constants): string[] {
  const [, one, many] = (given as Node[]).map((value) => formsOf(value, constants)[0]);
  return [`1 ${one}`, `7 ${many ?? `${one}s`}`];
}

/** What may stand inside of a text. */
function inside(node: Node, constants: Constants): string[] {
  const forms = formsOf(node, constants);
  return forms.length > 0 ? forms : [VALUE];
}

const joined = (heads: readonly string[], tails: readonly string[]): string[] =>
  heads.flatMap((head) => tails.map((tail) => head + tail));

/**
 * Every text a source says of a check: how it is and what to do, titles, and what its facts are
 * called; once in each form it may take.
 */
export function sentencesOf({ file, text }: Source): string[] {
  const found: string[] = [];
  const constants = new Map<string, Node>();
  const add = (value: unknown) => isNode(value) && found.push(...formsOf(value, constants));
  const walk = (node: Node, visit: (node: Node) => void): void => {
    visit(node);
    for (const child of childrenOf(node)) walk(child, visit);
  };
  const program = parseSync(file, text).program as unknown as Node;
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && isNode(node.init))
      constants.set(nameOf(node.id), node.init);
  });
  walk(program, (node) => {
    if (node.type === 'CallExpression') {
      const given = node.arguments as Node[];
      const name = nameOf(node.callee);
      if (SAYS.test(name) || name === '') given.slice(0, 2).forEach(add);
      if (name === 'say') add(given[1]);
    }
    if (node.type === 'Property' && /^(title|said|fix)$/.test(nameOf(node.key))) add(node.value);
    if (node.type === 'ArrayExpression' && (node.elements as unknown[]).length === 2)
      add((node.elements as Node[])[0]);
  });
  return [...new Set(found)].filter((one) => /\p{Lu}/u.test(one));
}
