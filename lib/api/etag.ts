import { createHash } from 'node:crypto';

/** The strong ETag of an answer: other bytes, another tag. */
export const etagOf = (body: string): string =>
  `"${createHash('sha1').update(body).digest('base64url')}"`;

const tagsIn = (header: string): string[] => header.split(',').map((tag) => tag.trim());

/** `If-None-Match`: a list, possibly weak, possibly `*` (RFC 9110 §13.1.2). */
export const noneMatchHas = (header: string | null, etag: string): boolean =>
  header !== null && tagsIn(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);

/** `If-Match`: a list or `*`; a weak tag never matches (RFC 9110 §13.1.1). */
export const matchHas = (header: string, etag: string): boolean =>
  tagsIn(header).some((tag) => tag === '*' || tag === etag);
