import { ProblemError } from '@/lib/client/call';
import type { Words } from '@/lib/client/words';

/**
 * What to tell a person about a failure: what happened, and what to do about it; in their
 * language where it is ours to say, as the server said it otherwise.
 */
export function explain(
  error: unknown,
  t: Words,
): {
  what: string;
  fix: string | null;
  request_id: string | null;
} {
  if (!(error instanceof ProblemError))
    return {
      what: t('words.failedInPage'),
      fix: t('words.reloadAndTry'),
      request_id: null,
    };
  if (error.own !== null)
    return {
      what: t(error.own.what, { status: error.problem.status }),
      fix: t(error.own.fix),
      request_id: error.problem.request_id || null,
    };
  const { detail, title, fix, request_id } = error.problem;
  return {
    what: sentence(detail || title),
    fix: fix && fix !== detail ? sentence(fix) : null,
    request_id: request_id || null,
  };
}

/** The message of one field, when the server named it. */
export function fieldError(error: unknown, path: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.problem.errors?.find((e) => e.path === path || e.path.endsWith(`.${path}`))?.message;
}

/** True when asking again cannot help: the thing is gone or never was ours. */
export const isGone = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.status === 404;

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof ProblemError && error.problem.code === code;

/** Failures worth trying again without asking anybody: no network, 5xx, 429. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.problem.status === 0 || error.problem.status === 429 || error.problem.status >= 500);

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
