import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { CONTRACT, OPERATIONS, type AnyOperation } from '@/lib/contract';
import { ERRORS } from '@/lib/contract/errors';
import { errorsOf } from '@/lib/contract/operation';
import { env } from '@/lib/platform/env';

const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(ERRORS) as [string, ...string[]]),
  detail: z.string(),
  fix: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** The objects the contract exports are the named schemas of the document. */
const NAMED = {
  ...Object.fromEntries(
    Object.entries(CONTRACT).filter(([, value]) => value instanceof z.ZodObject),
  ),
  Problem,
};

let cached: object | undefined;

/**
 * The OpenAPI 3.1 document, made from the operations: what is not an operation is not in it, and
 * the other way round.
 */
export function openApiDocument(): object {
  cached ??= createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Inlet',
      version: '1.0.0',
      description:
        'Connections: what can be connected, what is, how each one is doing, and the records they bring in.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: env().PUBLIC_URL }],
    tags: [...new Set(Object.values(OPERATIONS).map((op) => op.tag))].map((name) => ({ name })),
    security: [{ apiKey: [] }, { bearer: [] }],
    paths: paths(),
    components: {
      schemas: NAMED,
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  });
  return cached;
}

function paths(): ZodOpenApiPathsObject {
  const out: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  const all: AnyOperation[] = Object.values(OPERATIONS);
  for (const op of all) (out[op.path] ??= {})[op.method.toLowerCase()] = describe(op);
  return out as ZodOpenApiPathsObject;
}

function describe(op: AnyOperation): ZodOpenApiOperationObject {
  const { shape } = op.input;
  const inPath = Object.keys(op.not_found);
  const part = (names: string[]) =>
    z.strictObject(Object.fromEntries(names.map((n) => [n, shape[n] as z.ZodType])));
  const rest = Object.keys(shape).filter((n) => !inPath.includes(n));
  const reads = op.method === 'GET' || op.method === 'DELETE';
  return {
    operationId: op.id,
    summary: op.summary,
    tags: [op.tag],
    ...(op.scope ? { description: `Needs the scope \`${op.scope}\`.` } : {}),
    ...(inPath.length > 0 || (reads && rest.length > 0)
      ? {
          requestParams: {
            ...(inPath.length > 0 ? { path: part(inPath) } : {}),
            ...(reads && rest.length > 0 ? { query: part(rest) } : {}),
          },
        }
      : {}),
    ...(!reads && rest.length > 0
      ? {
          requestBody: {
            required: rest.some((n) => !(shape[n] as z.ZodType).safeParse(undefined).success),
            content: {
              'application/json': {
                schema: part(rest),
                ...examplesOf(op, (e) => pick(e.input, rest)),
              },
            },
          },
        }
      : {}),
    responses: {
      [String(op.status)]: {
        description: 'Success',
        content: {
          'application/json': { schema: op.output, ...examplesOf(op, (e) => e.output) },
        },
      },
      ...(op.method === 'GET'
        ? { '304': { description: 'Unchanged since the ETag in If-None-Match' } }
        : {}),
      ...refusals(op),
    },
  };
}

type Example = NonNullable<AnyOperation['examples']>[number];

/** The operation's examples as OpenAPI has them; nothing when it has none. */
const examplesOf = (op: AnyOperation, value: (example: Example) => unknown) =>
  op.examples && {
    examples: Object.fromEntries(
      op.examples.map((e, i) => [String(i + 1), { summary: e.summary, value: value(e) }]),
    ),
  };

const pick = (input: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (name in input ? [[name, input[name]]] : [])));

/** What it may refuse with, by status: each code with what it means. */
function refusals(op: AnyOperation): ZodOpenApiOperationObject['responses'] {
  const byStatus = Map.groupBy(errorsOf(op), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('. '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}
