import { ProblemError } from '@/lib/client/call';
import { CALLBACK_ERRORS, type CallbackError } from '@/lib/contract/callback-errors';
import { isEnglish, type Words } from '@/lib/client/words';

/** What to tell a person about a failure. */
export interface Explained {
  /** What happened, in their language. */
  what: string;
  /** What the server adds to it, in English; null where `what` says it all. */
  more: string | null;
  /** What to do about it, and whether that is only there in English. */
  fix: { text: string; english: boolean } | null;
  request_id: string | null;
}

/**
 * In their language where it is ours to say: the kind of the problem always, and what to do about
 * it unless the server sharpened that. What it said of this one time stays as it said it.
 */
export function explain(error: unknown, t: Words): Explained {
  if (!(error instanceof ProblemError))
    return ours(t('words.failedInPage'), t('words.reloadAndTry'), null);
  const { code, detail, title, fix, request_id, status } = error.problem;
  const id = request_id || null;
  if (error.own !== null) return ours(t(error.own.what, { status }), t(error.own.fix), id);
  if (isEnglish(t))
    return {
      what: sentence(detail || title),
      more: null,
      fix: fix && fix !== detail ? { text: sentence(fix), english: true } : null,
      request_id: id,
    };
  const isSharpened = fix !== t(`inEnglish.${code}`);
  return {
    what: sentence(t(`problems.${code}`)),
    more: detail && detail !== title && code !== 'internal' ? sentence(detail) : null,
    fix: fix
      ? { text: sentence(isSharpened ? fix : t(`fixes.${code}`)), english: isSharpened }
      : null,
    request_id: id,
  };
}

const ours = (what: string, fix: string, request_id: string | null): Explained => ({
  what,
  more: null,
  fix: { text: fix, english: false },
  request_id,
});

/** What came of a trip to a provider, by its code; a code that is none of ours is a failure of ours. */
export function callbackSaid(code: CallbackError, t: Words): string {
  const known = Object.hasOwn(CALLBACK_ERRORS, code) ? code : 'internal';
  return isEnglish(t) ? CALLBACK_ERRORS[known] : t(`callbacks.${known}`);
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
