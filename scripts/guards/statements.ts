import path from 'node:path';
import {
  parseSync,
  Visitor,
  type ArrowFunctionExpression,
  type CallExpression,
  type Expression,
  type Function as Fn,
  type Span,
  type TemplateLiteral,
} from 'oxc-parser';
import { lineAt, readSource, type Source } from './sources.ts';

/** A statement of the source as the database is asked it, for each way it can be put together. */
export interface Statement {
  /** `file:line`. */
  at: string;
  /** One text for each value its pieces can have. Empty: they are known at run time only. */
  texts: string[];
}

/** Resolves the constants a statement is put together from, through imports. */
class Scope {
  readonly #source: Source;
  readonly #program;
  readonly #constants = new Map<string, Expression[]>();
  /** Names of pieces that are made at run time: parameters, and functions that answer one. */
  readonly #made = new Set<string>();
  readonly #imports = new Map<string, { from: string; name: string }>();

  constructor(source: Source) {
    this.#source = source;
    this.#program = parseSync(source.file, source.text).program;
    new Visitor({
      VariableDeclarator: ({ id, init }) => {
        if (id.type !== 'Identifier' || !init) return;
        this.#constants.set(id.name, [...(this.#constants.get(id.name) ?? []), init]);
        if (init.type === 'ArrowFunctionExpression') this.#note(init, id.name);
      },
      ArrowFunctionExpression: (node) => this.#note(node),
      FunctionDeclaration: (node) => this.#note(node, node.id?.name),
      ImportDeclaration: ({ source: from, specifiers }) => {
        for (const one of specifiers)
          if (one.type === 'ImportSpecifier' && one.imported.type === 'Identifier')
            this.#imports.set(one.local.name, { from: from.value, name: one.imported.name });
      },
      ExportNamedDeclaration: ({ source: from, specifiers }) => {
        for (const one of from ? specifiers : [])
          if (one.local.type === 'Identifier' && one.exported.type === 'Identifier')
            this.#imports.set(one.exported.name, { from: from!.value, name: one.local.name });
      },
    }).visit(this.#program);
  }

  /** Notes what of a function is a piece by its type: its parameters, and itself. */
  #note({ params, returnType }: Fn | ArrowFunctionExpression, name?: string): void {
    const isFragment = (type: Span | null | undefined) =>
      type ? /\bFragment\b/.test(this.#source.text.slice(type.start, type.end)) : false;
    if (name && isFragment(returnType)) this.#made.add(name);
    for (const param of params) {
      const [id, by] =
        param.type === 'AssignmentPattern' ? [param.left, param.right] : [param, undefined];
      if (id.type !== 'Identifier') continue;
      if (isFragment(id.typeAnnotation) || (by && isPiece(by))) this.#made.add(id.name);
    }
  }

  /** Every statement made with the tag `sql`. */
  statements(): Statement[] {
    const found: Statement[] = [];
    new Visitor({
      TaggedTemplateExpression: ({ tag, quasi, start }) => {
        // By whatever name it is imported, where a parameter is called `sql`.
        const name = nameOf(tag);
        if (name !== 'sql' && this.#imports.get(name)?.name !== 'sql') return;
        const texts = this.#template(quasi).map(numbered);
        found.push({ at: `${this.#source.file}:${lineAt(this.#source.text, start)}`, texts });
      },
    }).visit(this.#program);
    return found;
  }

  /** Every query given as plain text: nobody prepares these. */
  untagged(): string[] {
    const found: string[] = [];
    new Visitor({
      CallExpression: (call) => {
        if (isPlainQuery(call, this.#source.text))
          found.push(`${this.#source.file}:${lineAt(this.#source.text, call.start)}`);
      },
    }).visit(this.#program);
    return found;
  }

  /** The texts a template can have, `\0` for each of its values. */
  #template({ quasis, expressions }: TemplateLiteral): string[] {
    return quasis.reduce<string[]>(
      (texts, { value }, i) => {
        const before = i === 0 ? [''] : this.#piece(expressions[i - 1]!);
        return texts.flatMap((text) => before.map((piece) => text + piece + value.cooked));
      },
      [''],
    );
  }

  /** What stands for an expression in a statement: the texts of a piece, or a value. */
  #piece(node: Expression): string[] {
    if (node.type === 'TaggedTemplateExpression' && isNamed(node.tag, 'part'))
      return this.#template(node.quasi);
    if (node.type === 'CallExpression' && isNamed(node.callee, 'raw'))
      return this.#text(node.arguments[0] as Expression);
    if (node.type === 'CallExpression' && /^(all|joined)$/.test(nameOf(node.callee)))
      return this.#joined(node);
    if (node.type === 'ConditionalExpression') {
      const [yes, no] = [this.#piece(node.consequent), this.#piece(node.alternate)];
      return [...new Set([...yes, ...no])];
    }
    const name = node.type === 'CallExpression' ? nameOf(node.callee) : nameOf(node);
    if (this.#isMade(name)) return [];
    // A name that means several things in one file is not known when one of them is a piece.
    const several = this.#constants.get(name) ?? [];
    if (several.length > 1 && several.some(isPiece)) return [];
    const meant = node.type === 'Identifier' ? this.#meaning(name) : undefined;
    return meant && isPiece(meant.node) ? meant.scope.#piece(meant.node) : ['\0'];
  }

  #isMade(name: string): boolean {
    if (this.#made.has(name)) return true;
    const imported = this.#imports.get(name);
    const scope = imported && scopeOf(fileOf(this.#source.file, imported.from));
    return scope ? scope.#isMade(imported.name) : false;
  }

  /** `all([…])` and `joined([…], ' OR ')` of what is written out; what is made at run time is not. */
  #joined({ callee, arguments: [pieces, by] }: CallExpression): string[] {
    if (pieces?.type !== 'ArrayExpression') return [];
    const between = nameOf(callee) === 'all' ? [' AND '] : this.#text(by as Expression);
    if (pieces.elements.length === 0) return ['true'];
    return pieces.elements
      .map((one) => this.#piece(one as Expression))
      .reduce((texts, more) =>
        texts.flatMap((text) => between.flatMap((and) => more.map((next) => text + and + next))),
      );
  }

  /** The strings an expression can be. */
  #text(node: Expression): string[] {
    if (node.type === 'Literal') return [String(node.value)];
    if (node.type === 'ConditionalExpression')
      return [...this.#text(node.consequent), ...this.#text(node.alternate)];
    if (node.type === 'TemplateLiteral')
      return node.quasis.reduce<string[]>(
        (texts, { value }, i) => {
          const before = i === 0 ? [''] : this.#text(node.expressions[i - 1]!);
          return texts.flatMap((text) => before.map((piece) => text + piece + value.cooked));
        },
        [''],
      );
    const meant = node.type === 'Identifier' ? this.#meaning(node.name) : undefined;
    return meant ? meant.scope.#text(meant.node) : [];
  }

  /** The expression a name stands for, here or where it comes from. */
  #meaning(name: string): { scope: Scope; node: Expression } | undefined {
    const [node] = this.#constants.get(name) ?? [];
    if (node) return { scope: this, node };
    const imported = this.#imports.get(name);
    const scope = imported && scopeOf(fileOf(this.#source.file, imported.from));
    return scope ? scope.#meaning(imported.name) : undefined;
  }
}

/** Only what is written as a piece is one: any other name is a value. */
function isPiece(node: Expression): boolean {
  if (node.type === 'ConditionalExpression')
    return isPiece(node.consequent) || isPiece(node.alternate);
  if (node.type === 'TaggedTemplateExpression') return isNamed(node.tag, 'part');
  return node.type === 'CallExpression' && /^(raw|all|joined)$/.test(nameOf(node.callee));
}

const nameOf = (node: Expression | { type: string }): string =>
  'name' in node && typeof node.name === 'string' ? node.name : '';
const isNamed = (node: Expression | { type: string }, name: string): boolean =>
  nameOf(node) === name;

/** Statements that cannot be prepared: of the session, of the schema. */
const UTILITY = new RegExp(
  `^\\s*(${[
    'BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|LISTEN|NOTIFY',
    'CREATE|DROP|ALTER|ANALYZE|TRUNCATE|LOCK|VACUUM|COPY',
  ].join('|')})\\b`,
);

/** `x.query('SELECT …')`, and `prepared(…)`. */
function isPlainQuery({ callee, arguments: [text] }: CallExpression, source: string): boolean {
  if (isNamed(callee, 'prepared')) return true;
  if (callee.type !== 'MemberExpression' || nameOf(callee.property) !== 'query' || !text)
    return false;
  if (text.type === 'ObjectExpression') return true;
  if (text.type === 'Literal') return typeof text.value === 'string' && !UTILITY.test(text.value);
  return text.type === 'TemplateLiteral' && !UTILITY.test(source.slice(text.start + 1, text.end));
}

const numbered = (text: string): string => {
  let n = 0;
  return text.replaceAll('\0', () => `$${(n += 1)}`);
};

const fileOf = (file: string, from: string): string =>
  `${from.startsWith('@/') ? from.slice(2) : path.posix.join(path.posix.dirname(file), from)}.ts`;

const scopes = new Map<string, Scope | undefined>();
function scopeOf(file: string): Scope | undefined {
  if (!scopes.has(file)) {
    try {
      scopes.set(file, new Scope(readSource(file)));
    } catch {
      scopes.set(file, undefined); // a package
    }
  }
  return scopes.get(file);
}

/** The statements of a file that are made with the tag `sql`. */
export const statementsOf = (source: Source): Statement[] => new Scope(source).statements();

/** `file:line` of the queries of a file that are plain text. */
export const untaggedIn = (source: Source): string[] => new Scope(source).untagged();
