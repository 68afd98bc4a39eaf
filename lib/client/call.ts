import type * as z from 'zod';
import type { MessageKey } from '@/lib/client/words';
import type { Operations } from '@/lib/contract';
import type { Problem } from '@/lib/contract/errors';
import type { OperationId } from '@/lib/contract';
import { ROUTES } from '@/lib/contract/routes.gen';

/** What an operation takes and answers, without shipping its schemas. */
export type Input<Id extends OperationId> = z.input<Operations[Id]['input']>;
export type Output<Id extends OperationId> = z.output<Operations[Id]['output']>;

/** What a failure is that the server gave no account of: messages of the catalog. */
export interface OwnWords {
  what: MessageKey;
  fix: MessageKey;
}

/**
 * A failed call. `problem` is the server's own account of it. Where there is none, ours: `own` says
 * it in the reader's language.
 */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly own: OwnWords | null;
  constructor(problem: Problem, own: OwnWords | null = null) {
    super(problem.detail || problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
    this.own = own;
  }

  /** Without an account of the server's: no answer (status 0), or one that says nothing. */
  static own(own: OwnWords, problem: Partial<Problem> = {}): ProblemError {
    const { what: title, fix } = own;
    return new ProblemError(
      {
        type: 'about:blank',
        title,
        detail: title,
        fix,
        code: 'internal',
        status: 0,
        request_id: '',
        ...problem,
      },
      own,
    );
  }
}

export interface CallOptions {
  /** Slug of the workspace the call is about. */
  workspace: string;
  signal?: AbortSignal;
}

/**
 * Calls one operation over REST. Path placeholders are taken from the input, the rest travels as
 * query (GET, DELETE) or JSON body. Throws ProblemError, also when the network fails.
 */
export async function call<Id extends OperationId>(
  id: Id,
  input: Input<Id>,
  options: CallOptions,
): Promise<Output<Id>> {
  const { method, url, body } = toRequest(id, input as Record<string, unknown>);
  return (await send(url, {
    method,
    headers: {
      'X-Inlet-Workspace': options.workspace,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body,
    signal: options.signal,
  })) as Output<Id>;
}

/**
 * Posts JSON to one of the few addresses outside the contract (set-up, invitations, account).
 * Throws ProblemError.
 */
export const post = (url: string, body: unknown): Promise<unknown> =>
  send(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Splits an input into address and body as its route says. Unset query values are left out. */
export function toRequest(
  id: OperationId,
  input: Record<string, unknown>,
): { method: string; url: string; body: string | undefined } {
  const [method = 'GET', template = ''] = ROUTES[id].split(' ');
  const rest = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });
  if (method !== 'GET' && method !== 'DELETE')
    return { method, url: path, body: JSON.stringify(rest) };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest))
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
  return { method, url: query.size > 0 ? `${path}?${query}` : path, body: undefined };
}

/** Fetches same-origin JSON. Throws ProblemError on any failure but an abort. */
export async function send(url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      headers: { Accept: 'application/json', ...init.headers },
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw ProblemError.own({ what: 'words.unreachable', fix: 'words.checkNetwork' });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  if (isProblem(body)) throw new ProblemError(body);
  const request_id = response.headers.get('x-request-id') ?? '';
  throw ProblemError.own(
    { what: 'words.answeredWithoutReason', fix: 'words.tryInAMoment' },
    { status: response.status, request_id },
  );
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'status' in body;
