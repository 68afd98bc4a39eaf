import { parseSync } from 'oxc-parser';
import { lineAt, type Source } from './sources.ts';

/** A node of a parsed source, as far as it is looked at here. */
interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

/** Attributes that a person reads or hears. */
const READ = new Set([
  'aria-label',
  'aria-roledescription',
  'alt',
  'description',
  'hint',
  'label',
  'lead',
  'name',
  'placeholder',
  'title',
]);
/** What is shown as it is in every language: code, keys, and what is typed. */
const AS_IT_IS = new Set(['code', 'Kbd', 'kbd', 'pre']);
/** Names are not translated. */
const NAMES = /^(Inlet|Notion|Slack|UTC|JSON|CSV)$/;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && /\p{L}{2}/u.test(value) && !NAMES.test(value.trim());

/** Whether a text given to an attribute is written for people: an address or a name is not. */
const isSaid = (value: unknown): boolean => isText(value) && !/^[a-z\d_.:/@-]+$/.test(value);

/** Whether what an attribute is given holds a text of its own, whole, chosen or with values in it. */
function saysOutright(value: Node): boolean {
  if (value.type === 'Literal') return isSaid(value.value);
  if (value.type === 'TemplateElement')
    return isSaid((value.value as { cooked: string }).cooked.trim());
  // What a call answers is not written here; an element is looked at for itself.
  if (/^(CallExpression|JSXElement|JSXFragment|\w*Function\w*)$/.test(value.type)) return false;
  return childrenOf(value).some(saysOutright);
}

/** `file:line` of every text a component says that stands in no catalog. */
export function saidOutright({ file, text }: Source): string[] {
  const found: string[] = [];
  const look = (node: Node): void => {
    if (node.type === 'JSXText' && isText(node.value))
      found.push(`${file}:${lineAt(text, node.start)}`);
    if (node.type === 'JSXAttribute') {
      const { name, value } = node as unknown as { name: { name: string }; value: Node | null };
      if (READ.has(name.name) && value !== null && saysOutright(value))
        found.push(`${file}:${lineAt(text, node.start)}`);
    }
    const element =
      node.type === 'JSXElement' ? (node.openingElement as { name: { name: string } }) : null;
    if (element === null || !AS_IT_IS.has(element.name.name)) childrenOf(node).forEach(look);
  };
  look(parseSync(file, text).program as unknown as Node);
  return found;
}

/** A message as a source asks for it: its key, and the kind of each value it is given. */
export interface Use {
  at: string;
  key: string;
  values: Record<string, 'tag' | 'choice' | 'value'>;
}

/** Every `t('room.message', { … })` of a source whose key and values are written out. */
export function usesIn({ file, text }: Source): Use[] {
  const found: Use[] = [];
  const look = (node: Node): void => {
    if (node.type === 'CallExpression' && isTranslator(node.callee as Node)) {
      const [key, values] = node.arguments as Node[];
      if (key?.type === 'Literal' && (!values || values.type === 'ObjectExpression'))
        found.push({
          at: `${file}:${lineAt(text, node.start)}`,
          key: key.value as string,
          values: values ? kindsOf(values) : {},
        });
    }
    childrenOf(node).forEach(look);
  };
  look(parseSync(file, text).program as unknown as Node);
  // What is spread into the values is not seen here.
  return found.filter(({ values }) => !('...' in values));
}

const isTranslator = (callee: Node): boolean =>
  callee.name === 't' ||
  ((callee.object as Node | undefined)?.name === 't' && callee.type === 'MemberExpression');

function kindsOf(values: Node): Use['values'] {
  const kinds: Use['values'] = {};
  for (const property of values.properties as Node[]) {
    const { key, value } = property as unknown as { key?: { name: string }; value?: Node };
    if (!key || !value) kinds['...'] = 'value';
    else if (value.type === 'ArrowFunctionExpression') kinds[key.name] = 'tag';
    else
      kinds[key.name] =
        value.type === 'CallExpression' && (value.callee as Node).name === 'String'
          ? 'choice'
          : 'value';
  }
  return kinds;
}
