/** An object of a description, whatever it describes. */
export type Node = Record<string, unknown>;

/** An OpenAPI 3 or Swagger 2 document, as far as it is read here. */
export interface OpenApi extends Node {
  paths: Record<string, Node>;
  servers?: { url: string }[];
  basePath?: string;
}

const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
const FORM = 'application/x-www-form-urlencoded';

/** A document as it is read here: OpenAPI 3 with plain JSON Schemas, whatever it was written in. */
export const readable = (raw: OpenApi): OpenApi =>
  asJsonSchema(raw.swagger === '2.0' ? fromSwagger(raw) : raw) as OpenApi;

/** Swagger 2 keeps bodies among the parameters and schemas beside the status. */
function fromSwagger(document: OpenApi): OpenApi {
  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([key, node]) => [
        key,
        VERBS.includes(key) ? operationOf(document, node as Node) : node,
      ]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) as OpenApi['paths'] };
}

function operationOf(document: OpenApi, operation: Node): Node {
  const all = ((operation.parameters ?? []) as Node[]).map(
    (one) => followed(document, one, []).node as Node,
  );
  const form = all.filter((one) => one.in === 'formData');
  const body = all.find((one) => one.in === 'body');
  const content = {
    ...(form.length > 0 ? { [FORM]: { schema: formSchema(form) } } : {}),
    ...(body ? { 'application/json': { schema: body.schema } } : {}),
  };
  return {
    parameters: all
      .filter((one) => one.in !== 'formData' && one.in !== 'body')
      .map((one) => ({ name: one.name, in: one.in, required: one.required, schema: plain(one) })),
    ...(Object.keys(content).length > 0 ? { requestBody: { content } } : {}),
    responses: Object.fromEntries(
      Object.entries(operation.responses as Record<string, Node>).map(([status, answer]) => [
        status,
        answer.schema ? { content: { 'application/json': { schema: answer.schema } } } : {},
      ]),
    ),
  };
}

const formSchema = (form: readonly Node[]): Node => ({
  type: 'object',
  properties: Object.fromEntries(form.map((one) => [one.name, plain(one)])),
  required: form.filter((one) => one.required === true).map((one) => one.name),
});

/** The schema that a parameter of Swagger 2 is itself. */
const plain = ({ name: _, in: _in, required: _required, ...schema }: Node): Node => schema;

/** A JSON Pointer to a place. */
export const pointer = (at: readonly string[]): string =>
  at
    .map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');

/** The node at a place, references followed; `at` is where it stands itself. */
export function resolve(
  document: OpenApi,
  at: readonly string[],
): { node: Node; at: readonly string[] } {
  let node: unknown = document;
  let here: readonly string[] = [];
  for (const key of at) {
    node = (node as Node)[key];
    here = [...here, key];
    ({ node, at: here } = followed(document, node, here));
  }
  return { node: node as Node, at: here };
}

function followed(document: OpenApi, node: unknown, at: readonly string[]) {
  const reference = (node as Node | undefined)?.$ref;
  return typeof reference === 'string' ? resolve(document, placeOf(reference)) : { node, at };
}

/** Where a reference within the document points. */
export const placeOf = (reference: string): string[] =>
  reference
    .replace(/^#\//, '')
    .split('/')
    .map((key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'));

/**
 * A description with its schemas as JSON Schema has them: `nullable` becomes a type, a bound that
 * leaves itself out becomes one, files are anything.
 */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  const made = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, asJsonSchema(value)]),
  );
  return withNull(withBounds(withChoices(made)));
}

function withBounds(node: Node): Node {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...rest } = node;
  const bounds = {
    ...(exclusiveMinimum === true ? { exclusiveMinimum: minimum } : { minimum }),
    ...(exclusiveMaximum === true ? { exclusiveMaximum: maximum } : { maximum }),
    ...(typeof exclusiveMinimum === 'boolean' ? {} : { exclusiveMinimum }),
    ...(typeof exclusiveMaximum === 'boolean' ? {} : { exclusiveMaximum }),
    type: type === 'file' ? undefined : type,
  };
  const said = Object.entries({ ...bounds }).filter(([, value]) => value !== undefined);
  return { ...rest, ...Object.fromEntries(said) };
}

function withNull(node: Node): Node {
  const { nullable, 'x-nullable': also, ...rest } = node;
  if (nullable !== true && also !== true) return node;
  if (typeof rest.type === 'string')
    return {
      ...rest,
      type: [rest.type, 'null'],
      ...(Array.isArray(rest.enum) ? { enum: [...rest.enum, null] } : {}),
    };
  return { anyOf: [rest, { type: 'null' }] };
}

/** Before JSON Schema 2020 a list of schemas described a tuple; those met here mean a choice. */
const withChoices = (node: Node): Node =>
  Array.isArray(node.items) ? { ...node, items: { anyOf: node.items } } : node;
