import { createHash } from 'node:crypto';
import { MOST_MARKDOWN, type KnowledgeCategory } from '@/lib/contract/knowledge';

/** What is shown of a document, whoever wrote it. */
export interface Content {
  title: string;
  markdown: string;
  url: string | null;
  tags: readonly string[];
}

/** A digest of all that is shown of a document: equal ones need no writing anywhere. */
export function hashOf(
  category: KnowledgeCategory,
  { title, markdown, url, tags }: Content,
): string {
  const text = JSON.stringify([category, title, markdown, url, tags]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Tags as they are kept: each once, in the order of their letters. */
export const sortedTags = (tags: readonly string[]): string[] => [...new Set(tags)].sort();

/** The external id of what comes from a record; none that the API may write begins like it. */
export const RECORD_PREFIX = 'record:';
export function recordExternalId(connection_id: string, stream: string, record_id: string): string {
  const text = JSON.stringify([connection_id, stream, record_id]);
  return `${RECORD_PREFIX}${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

/** Cuts text to the bytes a document may have, between two characters. */
export function bounded(markdown: string): { markdown: string; truncated: boolean } {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= MOST_MARKDOWN) return { markdown, truncated: false };
  let end = MOST_MARKDOWN;
  while ((bytes[end]! & 0xc0) === 0x80) end--;
  return { markdown: bytes.subarray(0, end).toString(), truncated: true };
}
