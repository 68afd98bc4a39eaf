import type * as z from 'zod';
import type { ErrorCode } from '@/lib/contract/errors';
import type { EventName } from '@/lib/contract/events';
import { missingCode, type MissingThing } from '@/lib/contract/missing';
import { reaches, type Access, type Level } from '@/lib/contract/surfaces';

/** Scopes an API key can hold. A session holds what its role allows. */
export const SCOPES = [
  'connections:read',
  'connections:write',
  'connections:delete',
  'members:read',
  'members:write',
  'api_keys:read',
  'api_keys:write',
  'workspace:read',
  'workspace:write',
  'platform:read',
  'platform:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * The parts of the product an operation can belong to. Who may use `connections`, and how, a
 * workspace decides (lib/contract/surfaces.ts).
 */
type Surface = 'connections' | 'members' | 'api_keys' | 'account' | 'workspace' | 'platform';

/**
 * What the audit trail keeps of an operation: an event and which field says what it is about, or
 * the reason why nothing is kept. `input`: the field holds the id. `output`: the field is the thing
 * itself, with its id. `caller`: it is about who asks.
 */
type Audit<Input = Record<string, unknown>, Output = Record<string, unknown>> =
  | { event: EventName; target: { input: keyof Input } | { output: keyof Output } | 'caller' }
  | { none: string };

/**
 * What a repeat of the same call does (RFC 9110 §9.2). safe: it changes nothing. idempotent: the
 * state after it is the same. not_idempotent: it does it once more.
 */
type Idempotency = 'safe' | 'idempotent' | 'not_idempotent';

type Placeholder<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/**
 * A public operation. Routes, `/operations`, openapi.json and the client are derived from the value;
 * the service of the same name answers it (lib/api/handlers.ts).
 */
export interface Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
> {
  id: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path template with {placeholders}; each placeholder is a field of the input. */
  path: string;
  summary: string;
  /** The heading it stands under in the documentation. */
  tag: string;
  surface: Surface;
  /** What it needs on its surface when that is not what its method says: GET reads, the rest write. */
  level?: Level;
  /** Null: any signed-in principal. */
  scope: Scope | null;
  audit: Audit;
  idempotency: Idempotency;
  /** What there is none of when a placeholder holds no id at all, by placeholder. */
  not_found: Readonly<Record<string, MissingThing>>;
  /** One flat strict object: path placeholders, then query (GET, DELETE) or body fields. */
  input: Input;
  output: Output;
  /** Codes it may refuse with, beside those every operation may (COMMON_ERRORS). */
  errors: readonly ErrorCode[];
  /** Status of success. */
  status: number;
  /**
   * A change that can be made to depend on what its caller last saw (If-Match): the field of the
   * answer that is what GET of the same path answers.
   */
  if_match?: string;
  /** The field of the answer whose rows are given one a line to whoever accepts application/x-ndjson. */
  lines?: string;
  /** Calls worth showing: what was sent and what came back. Others are in lib/contract/examples. */
  examples?: readonly { summary: string; input: z.input<Input>; output: z.input<Output> }[];
}

/** Declares a public operation. The name it is exported under is its id. */
export function defineOperation<
  const Id extends string,
  const Path extends string,
  I extends z.ZodObject,
  O extends z.ZodType,
>(
  op: Omit<Operation<I, O>, 'id' | 'path' | 'audit' | 'not_found' | 'errors' | 'status'> & {
    id: Id;
    path: Path;
    audit: Audit<z.output<I>, z.output<O>>;
    errors?: readonly ErrorCode[];
    /** 200 unless said. */
    status?: number;
  } & ([Placeholder<Path>] extends [never]
      ? { not_found?: undefined }
      : { not_found: Record<Placeholder<Path>, MissingThing> }),
): Operation<I, O> & { id: Id; path: Path } {
  const { not_found = {}, errors = [], status = 200, ...rest } = op;
  return { ...rest, audit: op.audit as Audit, not_found, errors, status };
}

/** Codes any operation may refuse with: who asks, and how the request is made. */
export const COMMON_ERRORS = [
  'invalid_request',
  'malformed_json',
  'malformed_body',
  'malformed_url',
  'unsupported_media_type',
  'body_too_large',
  'request_timeout',
  'method_not_allowed',
  'unauthenticated',
  'invalid_api_key',
  'session_expired',
  'cross_site_request',
  'insufficient_scope',
  'forbidden',
  'workspace_required',
  'rate_limited',
  'internal',
] as const satisfies ErrorCode[];

/** Codes that come with a header of the method: Idempotency-Key, If-Match. */
const METHOD_ERRORS: Partial<Record<Operation['method'], readonly ErrorCode[]>> = {
  POST: ['idempotency_key_reused', 'idempotency_key_in_use', 'precondition_failed'],
  PATCH: ['precondition_failed'],
  PUT: ['precondition_failed'],
  DELETE: ['precondition_failed'],
};

/** What an operation needs on its surface. */
export const levelOf = ({ level, method }: Pick<Operation, 'level' | 'method'>): Level =>
  level ?? (method === 'GET' ? 'read' : 'write');

/** Whether a workspace lets somebody with this access use an operation, scopes aside. */
export const isOpenTo = (
  op: Pick<Operation, 'surface' | 'level' | 'method'>,
  access: Access,
): boolean => op.surface !== 'connections' || reaches(access.connections, levelOf(op));

/** Codes that say that a workspace does not let the caller use a surface, or change anything there. */
const surfaceErrors = (op: Pick<Operation, 'surface' | 'level' | 'method'>): ErrorCode[] => [
  ...(op.surface === 'connections' ? (['unknown_path'] as const) : []),
  ...(op.surface === 'connections' && levelOf(op) === 'write'
    ? (['surface_read_only'] as const)
    : []),
];

/** Every code an operation may refuse with: its own, those of what is not there, and the common ones. */
export const errorsOf = (
  op: Pick<Operation, 'surface' | 'level' | 'method' | 'errors' | 'not_found'>,
): ErrorCode[] => [
  ...new Set([
    ...op.errors,
    ...Object.values(op.not_found).map(missingCode),
    ...surfaceErrors(op),
    ...(METHOD_ERRORS[op.method] ?? []),
    ...COMMON_ERRORS,
  ]),
];
