import { requestIdOf } from '@/lib/api/request-id';
import { DomainError, ERRORS, type ErrorCode, type Problem } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { log } from '@/lib/platform/log';

/**
 * The problem document for anything that was thrown. What is not a DomainError is logged and says
 * nothing of itself.
 */
export function toProblem(error: unknown, request_id: string): Problem {
  if (!(error instanceof DomainError)) {
    log.error(
      { request_id, error: error instanceof Error ? error.stack : String(error) },
      'request failed',
    );
    return {
      type: typeOf('internal'),
      ...pick('internal'),
      code: 'internal',
      detail: 'The request could not be completed.',
      request_id,
    };
  }
  const { code, details } = error;
  return {
    ...details.extra,
    type: typeOf(code),
    ...pick(code),
    code,
    detail: details.detail ?? ERRORS[code].title,
    fix: details.fix ?? ERRORS[code].fix,
    request_id,
    ...(details.errors ? { errors: details.errors } : {}),
  };
}

/** The page that explains a code. */
const typeOf = (code: ErrorCode): string => `${env().PUBLIC_URL}/docs/errors/${code}`;

const pick = (code: keyof typeof ERRORS) => ({
  title: ERRORS[code].title,
  status: ERRORS[code].status,
  fix: ERRORS[code].fix,
});

/** A refusal as it is sent. */
export interface Wording {
  status: number;
  type: string;
  body: object;
}
const asProblem = (problem: Problem): Wording => ({
  status: problem.status,
  type: 'application/problem+json',
  body: problem,
});

/**
 * Answers a thrown error as application/problem+json, or as `wording` puts it. With `request` a
 * refusal for who asks (401, 403) leaves a line in the log: what was asked for, and never a
 * credential.
 */
export function problemResponse(
  error: unknown,
  {
    request,
    request_id = requestIdOf(request),
    headers = {},
    wording = asProblem,
  }: {
    request_id?: string;
    headers?: Record<string, string>;
    request?: Request;
    wording?: (problem: Problem) => Wording;
  } = {},
): Response {
  const problem = toProblem(error, request_id);
  const wait = problem.retry_after_seconds;
  if (request && (problem.status === 401 || problem.status === 403)) {
    const { method, url } = request;
    const path = new URL(url).pathname;
    log.warn({ request_id, problem: problem.code, method, path }, 'request refused');
  }
  const { status, type, body } = wording(problem);
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'private, no-store',
      'x-request-id': request_id,
      ...headers,
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="inlet"' } : {}),
      ...(typeof wait === 'number' ? { 'retry-after': String(wait) } : {}),
    },
  });
}
