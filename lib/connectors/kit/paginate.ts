import { text } from '@/lib/connectors/kit/path';
import type { Answer } from '@/lib/connectors/kit/connector';

/**
 * The provider gives a page token while there is more. The end is its absence, never a short or empty
 * page.
 */
export const byPageToken =
  (path: string) =>
  (answer: Answer): string | null =>
    text(answer.body, path);

/** The answer is the whole listing. */
export const onePage = (): null => null;
