import { openApiDocument } from '@/lib/api/openapi';
import { OPERATIONS, type AnyOperation } from '@/lib/contract';

interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
}
interface Described {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  components: { schemas: Record<string, Schema> };
  paths: Record<string, Record<string, Described>>;
}

const union = (parts: string[]): string => [...new Set(parts)].join(' | ');
const nameOf = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key));

/** A JSON Schema as a TypeScript type. What it does not know is `unknown`. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return `Schemas['${schema.$ref.split('/').at(-1)!}']`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(typeOf));
  if (schema.allOf) return schema.allOf.map((part) => `(${typeOf(part)})`).join(' & ');
  if (Array.isArray(schema.type))
    return union(schema.type.map((type) => typeOf({ ...schema, type })));
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `Array<${schema.items ? typeOf(schema.items) : 'unknown'}>`;
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([key, value]) => `${nameOf(key)}${required.includes(key) ? '' : '?'}: ${typeOf(value)};`,
  );
  const open =
    typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
      ? typeOf(additionalProperties)
      : 'unknown';
  if (fields.length === 0)
    return additionalProperties === false ? '{}' : `{ [key: string]: ${open} }`;
  return `{ ${fields.join(' ')} }`;
}

function inputType({ parameters = [], requestBody }: Described): string {
  const given = parameters.filter((p) => p.in === 'path' || p.in === 'query');
  const fields = given.map(
    (p) =>
      `${nameOf(p.name)}${p.required ? '' : '?'}: ${typeOf(p.schema)}${p.required ? '' : ' | undefined'};`,
  );
  const own = fields.length > 0 ? `{ ${fields.join(' ')} }` : null;
  const body = requestBody ? typeOf(requestBody.content['application/json']!.schema) : null;
  return [own, body].filter((part) => part !== null).join(' & ') || '{}';
}

/** The source of packages/client/src/api.gen.ts: routes, and the types of openapi.json. */
export function clientTypes(): string {
  const { components, paths } = openApiDocument() as Document;
  const all = (Object.values(OPERATIONS) as AnyOperation[]).sort((a, b) =>
    a.id.localeCompare(b.id, 'en'),
  );
  const schemas = Object.entries(components.schemas)
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, schema]) => `  ${name}: ${typeOf(schema)};`);
  const operations = all.map((op) => {
    const described = paths[op.path]![op.method.toLowerCase()]!;
    const output = described.responses[String(op.status)]!.content!['application/json']!.schema;
    return `  ${op.id}: { input: ${inputType(described)}; output: ${typeOf(output)} };`;
  });
  return [
    '// Generated from the contract by npm run docs. Do not edit.',
    '',
    '/** The named objects of the API. */',
    'export interface Schemas {',
    ...schemas,
    '}',
    '',
    '/** What each operation takes and answers. */',
    'export interface Operations {',
    ...operations,
    '}',
    '',
    '/** Method and path of each operation. */',
    'export const ROUTES: Record<keyof Operations, string> = {',
    ...all.map((op) => `  ${op.id}: '${op.method} ${op.path}',`),
    '};',
    '',
  ].join('\n');
}
