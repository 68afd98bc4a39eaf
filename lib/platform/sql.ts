/** A statement with its values, as the driver takes it. With a name each connection plans it once. */
export interface Statement {
  name?: string;
  text: string;
  values: unknown[];
}

/** A piece of SQL to be put into a statement as it is: never made of anything from outside. */
export class Fragment {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  constructor(parts: readonly string[], values: readonly unknown[]) {
    this.parts = parts;
    this.values = values;
  }
}

/** Text of our own as a piece of SQL: a column list, a constant interval. */
export const raw = (text: string): Fragment => new Fragment([text], []);

/** A piece with values of its own, to be put into a statement. */
export const part = (parts: TemplateStringsArray, ...values: unknown[]): Fragment =>
  new Fragment(parts, values);

/** Pieces one after the other, with text of our own between them. At least one. */
export const joined = (pieces: readonly Fragment[], between: string): Fragment =>
  new Fragment(['', ...pieces.slice(1).map(() => between), ''], pieces);

/** Conditions that must hold together; without any, everything does. */
export const all = (conditions: readonly Fragment[]): Fragment =>
  conditions.length === 0 ? raw('true') : joined(conditions, ' AND ');

/**
 * Writes a statement with its values where they are used: sql`… WHERE id = ${id}`. Values become
 * parameters, never text; pieces made with `raw` become part of the statement.
 */
export function sql(parts: TemplateStringsArray, ...values: unknown[]): Statement {
  const out: Statement = { text: '', values: [] };
  append(out, parts, values);
  return out;
}

/** The same as a statement each connection plans once: for the few that are asked all the time. */
export const named = (name: string, statement: Statement): Statement => ({ ...statement, name });

function append(out: Statement, parts: readonly string[], values: readonly unknown[]): void {
  parts.forEach((part, i) => {
    out.text += part;
    if (i >= values.length) return;
    const value = values[i];
    if (value instanceof Fragment) append(out, value.parts, value.values);
    else out.text += `$${out.values.push(value)}`;
  });
}
