import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';
import { resolve, type Node, type OpenApi } from '@/lib/connectors/testing/spec/openapi-document';

/** One operation of a description, with the places of its schemas. */
export interface Operation {
  /** `GET /v1/notes/{id}`. */
  name: string;
  parameters: readonly Parameter[];
  /** Schemas of the body by content type. */
  bodies: ReadonlyMap<string, Place>;
  body_required: boolean;
  /** Schemas by content type of the answer with a status; undefined: nobody described it. */
  answer: (status: number) => ReadonlyMap<string, Place> | undefined;
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Place | null;
}
type Place = readonly string[];

/**
 * Finds the operation of an exchange. Null: no path is like it. A text: the path is there, and not
 * this method of it.
 */
export function operationsOf(document: OpenApi): (exchange: Exchange) => Operation | string | null {
  const bases = basesOf(document);
  const paths = Object.keys(document.paths)
    .map((path) => ({ path, pattern: patternOf(path) }))
    .sort((a, b) => placeholders(a.path) - placeholders(b.path));
  return ({ method, path: asked }) => {
    const base = bases.find((one) => asked.startsWith(`${one}/`));
    if (base === undefined) return null;
    const here = paths.filter(({ pattern }) => pattern.test(asked.slice(base.length)));
    const verb = method.toLowerCase();
    const found = here.find(({ path }) => document.paths[path]![verb] !== undefined);
    if (found) return operationAt(document, found.path, verb);
    return here.length > 0 ? `${method} ${here[0]!.path}` : null;
  };
}

const basesOf = ({ servers, basePath }: OpenApi): string[] =>
  (servers ?? [{ url: basePath ?? '/' }]).map(({ url }) =>
    new URL(url, 'https://provider.example').pathname.replace(/\/$/, ''),
  );

const placeholders = (path: string): number => path.split('{').length;

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/\{[^}]+\}/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]+')}/?$`,
  );

function operationAt(document: OpenApi, path: string, verb: string): Operation {
  const at = ['paths', path, verb];
  const { node } = resolve(document, at);
  return {
    name: `${verb.toUpperCase()} ${path}`,
    parameters: [['paths', path], at].flatMap((place) => parametersAt(document, place)),
    bodies: node.requestBody ? contentAt(document, [...at, 'requestBody']) : new Map(),
    body_required: (node.requestBody as Node | undefined)?.required === true,
    answer: (status) => answerAt(document, at, status),
  };
}

function parametersAt(document: OpenApi, at: Place): Parameter[] {
  const { node } = resolve(document, at);
  return ((node.parameters ?? []) as unknown[]).map((_, i) => {
    const found = resolve(document, [...at, 'parameters', String(i)]);
    const { name, in: where, required, schema } = found.node;
    return {
      name: String(name).replace(/\[\]$/, ''),
      in: String(where),
      required: required === true,
      schema: schema ? [...found.at, 'schema'] : null,
    };
  });
}

function answerAt(
  document: OpenApi,
  at: Place,
  status: number,
): ReadonlyMap<string, Place> | undefined {
  const { node } = resolve(document, [...at, 'responses']);
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find(
    (one) => node[one] !== undefined,
  );
  return key === undefined ? undefined : contentAt(document, [...at, 'responses', key]);
}

/** The schemas of a body or an answer by content type. */
function contentAt(document: OpenApi, at: Place): ReadonlyMap<string, Place> {
  const found = resolve(document, at);
  const content = (found.node.content ?? {}) as Record<string, Node>;
  return new Map(
    Object.entries(content)
      .filter(([, { schema }]) => schema !== undefined)
      .map(([type]) => [
        type.split(';')[0]!.trim().toLowerCase(),
        [...found.at, 'content', type, 'schema'],
      ]),
  );
}
