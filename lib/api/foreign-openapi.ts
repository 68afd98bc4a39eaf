import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import type { ForeignApi, ForeignOperation } from '@/lib/api/foreign';
import { documentServer, withOneName } from '@/lib/api/openapi';

export { Problem } from '@/lib/api/openapi';

/** The OpenAPI 3.1 document of another API, made from its operations. */
export function foreignDocument(api: ForeignApi): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of api.operations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(api, operation);
  return withOneName(
    createDocument({
      openapi: '3.1.1',
      info: {
        title: api.title,
        version: '1.0.0',
        description: api.description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: documentServer() }],
      tags: [...new Set(api.operations.map(({ tag }) => tag))].map((name) => ({
        name,
        description: `${name}, as clients of this API know them.`,
      })),
      security: [{ apiKey: [] }, { bearer: [] }],
      paths,
      components: {
        schemas: api.named,
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
    }),
  );
}

function describe(api: ForeignApi, operation: ForeignOperation): ZodOpenApiOperationObject {
  const { shape } = operation.input;
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!);
  const rest = Object.keys(shape).filter((name) => !inPath.includes(name));
  const part = (names: string[]) =>
    z.object(Object.fromEntries(names.map((name) => [name, shape[name] as z.ZodType])));
  const reads = operation.method === 'GET' || operation.method === 'DELETE';
  const inQuery = reads ? rest : (operation.query ?? []);
  const sent = rest.filter((name) => !inQuery.includes(name));
  const sends = !reads && (sent.length > 0 || isOpen(operation.input));
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    requestParams: {
      ...(inPath.length > 0 ? { path: part(inPath) } : {}),
      ...(inQuery.length > 0 ? { query: part([...inQuery]) } : {}),
    },
    ...(sends
      ? {
          requestBody: {
            required: sent.some((name) => !(shape[name] as z.ZodType).safeParse(undefined).success),
            content: { 'application/json': { schema: bodyOf(operation, [...inPath, ...inQuery]) } },
          },
        }
      : {}),
    responses: { ...answersOf(operation), ...refusalsOf(api) },
  };
}

/** Whether any field may be sent. */
const isOpen = ({ def }: z.ZodObject): boolean =>
  def.catchall !== undefined && !(def.catchall instanceof z.ZodNever);

/** What is sent: the input without what stands in the path, as strict or loose as that is. */
const bodyOf = ({ input }: ForeignOperation, inPath: readonly string[]) =>
  input.omit(Object.fromEntries(inPath.map((name) => [name, true])) as Record<string, never>);

const answersOf = (operation: ForeignOperation): ZodOpenApiOperationObject['responses'] =>
  Object.fromEntries(
    Object.entries(operation.output).map(([status, schema]) => [
      status,
      schema === null
        ? { description: 'Goes to the provider' }
        : { description: 'Success', content: { 'application/json': { schema } } },
    ]),
  );

const refusalsOf = (api: ForeignApi): ZodOpenApiOperationObject['responses'] =>
  Object.fromEntries(
    Object.entries(api.refusals).map(([status, description]) => [
      status,
      { description, content: { [api.wording(SOME).type]: { schema: api.refusal } } },
    ]),
  );

/** A refusal whose content type stands for all. */
const SOME = {
  type: '',
  title: '',
  status: 500,
  code: 'internal' as const,
  detail: '',
  fix: '',
  request_id: '',
};
