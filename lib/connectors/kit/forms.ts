import { answerMatches } from '@/lib/connectors/kit/errors';
import type { Answer, AnswerMatch, Forms, RequestSpec } from '@/lib/connectors/kit/request';

/**
 * The same request in several forms, for a provider that renames parameters or dates its versions.
 * The first is sent; where the provider refuses it as described the next is, and what it accepted
 * is remembered for the provider app.
 */
export function inForms(
  of: string,
  refused: AnswerMatch,
  forms: Readonly<Record<string, RequestSpec>>,
): RequestSpec {
  const all = Object.entries(forms).map(([name, spec]) => ({ name, spec }));
  return { ...all[0]!.spec, forms: { of, refused, all } };
}

/** Whether an answer refuses the form the request was sent in. */
export const refusesForm = (answer: Answer, { refused }: Forms, path: string): boolean =>
  answerMatches(answer, refused, path);
