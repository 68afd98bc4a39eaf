import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { NDJSON_TYPE } from '@/lib/api/ndjson';
import { CONTRACT, OPERATIONS, type AnyOperation } from '@/lib/contract';
import { examplesOf } from '@/lib/contract/examples';
import { ERRORS } from '@/lib/contract/errors';
import { errorsOf } from '@/lib/contract/operation';
import { env } from '@/lib/platform/env';

export const Problem = z.looseObject({
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
  cached ??= withOneName(
    createDocument({
      openapi: '3.1.1',
      info: {
        title: 'Inlet',
        version: '1.0.0',
        description:
          'Connections: what can be connected, what is, how each one is doing, and the records they bring in.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: documentServer() }],
      tags: [...new Set(Object.values(OPERATIONS).map((op) => op.tag))].map((name) => ({
        name,
        description: TAGS[name] ?? name,
      })),
      security: [{ apiKey: [] }, { bearer: [] }],
      paths: paths(),
      components: {
        schemas: NAMED,
        securitySchemes: {
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
    }),
  );
  return cached;
}

/** What stands under each heading. */
const TAGS: Record<string, string> = {
  Catalog: 'What can be connected.',
  Connections: 'Connecting sources, and the connections there are.',
  Streams: 'What of a connection is read, and how far back.',
  Collections: 'Named groups of connections.',
  Runs: 'Syncs: starting, following and cancelling them.',
  Records: 'What was synced, and what could not be stored.',
  Metrics: 'What social accounts’ numbers were: one account, and all of them side by side.',
  Knowledge: 'What the workspace knows, as markdown documents.',
  'Knowledge sync': 'Writing what the workspace knows into a database in Notion.',
  'Set-up': 'What a workspace without connections can begin with.',
  Access: 'Members, API keys and origins of the workspace.',
  Account: 'The account of whoever is signed in.',
  Platform: 'What all workspaces share.',
};

/** On a laptop the address of whoever reads the document is as good, and means something elsewhere. */
export const documentServer = (): string => {
  const { PUBLIC_URL } = env();
  return new URL(PUBLIC_URL).hostname === 'localhost' ? '/' : PUBLIC_URL;
};

interface Documented {
  components?: { schemas?: Record<string, unknown> };
}

/**
 * Objects inside of others are named `…Output` when they are declared as components too: they get
 * their own name back.
 */
export function withOneName(document: object): object {
  const { components } = document as Documented;
  const doubled = Object.keys(components?.schemas ?? {}).filter(
    (name) => `${name}Output` in components!.schemas!,
  );
  const text = doubled.reduce(
    (json, name) =>
      json.replaceAll(`"#/components/schemas/${name}Output"`, `"#/components/schemas/${name}"`),
    JSON.stringify(document),
  );
  const renamed = JSON.parse(text) as Required<Documented>;
  for (const name of doubled) {
    renamed.components.schemas![name] = renamed.components.schemas![`${name}Output`];
    delete renamed.components.schemas![`${name}Output`];
  }
  return renamed;
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
  const header = headersOf(op);
  const reads = op.method === 'GET' || op.method === 'DELETE';
  return {
    operationId: op.id,
    summary: op.summary,
    tags: [op.tag],
    ...(op.scope ? { description: `Needs the scope \`${op.scope}\`.` } : {}),
    requestParams: {
      ...(inPath.length > 0 ? { path: part(inPath) } : {}),
      ...(reads && rest.length > 0 ? { query: part(rest) } : {}),
      ...(header ? { header } : {}),
    },
    ...(!reads && rest.length > 0
      ? {
          requestBody: {
            required: rest.some((n) => !(shape[n] as z.ZodType).safeParse(undefined).success),
            content: {
              'application/json': {
                schema: part(rest),
                ...shown(op, (e) => pick(e.input, rest)),
              },
            },
          },
        }
      : {}),
    responses: {
      [String(op.status)]: {
        description: 'Success',
        content: {
          'application/json': { schema: op.output, ...shown(op, (e) => e.output) },
          ...(op.lines ? { [NDJSON_TYPE]: { schema: z.string() } } : {}),
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

/** The operation's examples as OpenAPI has them. */
const shown = (op: AnyOperation, value: (example: Example) => unknown) => ({
  examples: Object.fromEntries(
    examplesOf(op).map((e, i) => [String(i + 1), { summary: e.summary, value: value(e) }]),
  ),
});

/** Headers that change what a request means. */
function headersOf(op: AnyOperation): z.ZodObject | undefined {
  const text = (description: string) => z.string().optional().meta({ description });
  if (op.method === 'GET')
    return z.object({ 'If-None-Match': text('Answers 304 while the ETag is this one.') });
  if (op.method === 'POST')
    return z.object({
      'Idempotency-Key': text('The same key and body get the first answer for 24 hours.'),
    });
  if (op.if_match)
    return z.object({ 'If-Match': text('Only if the ETag of GET is still this one.') });
  return undefined;
}

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
