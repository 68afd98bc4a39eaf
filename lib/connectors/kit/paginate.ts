import { text } from '@/lib/connectors/kit/path';
import type { Answer } from '@/lib/connectors/kit/request';

/**
 * The provider gives a page token while there is more. The end is its absence, never a short or empty
 * page.
 */
export const byPageToken =
  (path: string) =>
  (answer: Answer): string | null =>
    text(answer.body, path);

/**
 * The address of the next page, where the provider names it in a `Link` header (RFC 8288) as GitHub
 * does. It is followed as it is; egress sends nothing to hosts that are not declared.
 */
export const byLinkHeader = ({ headers }: Answer): string | null =>
  /<([^>]+)>[^,]*;\s*rel="?next"?/i.exec(headers.link ?? '')?.[1] ?? null;

/** The answer is the whole listing. */
export const onePage = (): null => null;
