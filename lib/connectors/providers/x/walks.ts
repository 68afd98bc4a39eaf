import { at, byPageToken, onePage, pages, text } from '@/lib/connectors/kit';
import type { EmptyAnswer, Recheck, RequestSpec, Walk } from '@/lib/connectors/kit';
import { MEDIA_OF_POSTS, withPostFields, withUserFields } from '@/lib/connectors/providers/x/names';
import type { Json } from '@/lib/contract/common';

const API = 'https://api.x.com/2';
const PAGE = 100;
/** API description 2.166: an answer without results has no `data`, and counts to none. */
const NO_POSTS: EmptyAnswer = {
  body: { 'meta.result_count': 0 },
  why: 'X leaves `data` out of a timeline without results',
};
/** A look-up has no count: each post that is not in it stands among its errors. */
const NONE_FOUND: EmptyAnswer = {
  body: { 'errors.0.resource_type': /^(tweet|post)$/ },
  why: 'X leaves `data` out of a look-up that found nothing',
};

/** Asks for an account by its name. */
export const named = (handle: string): RequestSpec =>
  withUserFields({ url: `${API}/users/by/username/${encodeURIComponent(handle)}` });

/** The account itself. */
export function profile(): Walk {
  return pages({
    request: ({ account }) => withUserFields({ url: `${API}/users`, query: { ids: account.id } }),
    records: 'data',
    next: onePage,
  });
}

/** Newest first; `next_token` is missing on the last page. */
export function timeline(since: (at: { since: string | null }) => string | undefined): Walk {
  return pages<string>({
    request: (at) =>
      withPostFields({
        url: `${API}/users/${at.account.id}/tweets`,
        query: {
          max_results: at.size,
          since_id: since(at),
          pagination_token: at.page ?? undefined,
        },
      }),
    page_size: PAGE,
    records: 'data',
    empty_when: NO_POSTS,
    joins: MEDIA_OF_POSTS,
    next: byPageToken('meta.next_token'),
  });
}

/**
 * Reads posts again by their ids. Every post read costs the operator money, re-reads too: the newest
 * are where numbers still move.
 */
export const RECHECK: Recheck = {
  newest: 200,
  batch: 100,
  request: (ids) => withPostFields({ url: `${API}/tweets`, query: { ids: ids.join(',') } }),
  records: 'data',
  empty_when: NONE_FOUND,
  joins: MEDIA_OF_POSTS,
  gone: ({ body }) => gonePosts(body),
};

function gonePosts(body: Json): string[] {
  const errors = at(body, 'errors');
  return (Array.isArray(errors) ? errors : [])
    .filter(
      (error) =>
        /resource-not-found$/.test(text(error, 'type') ?? '') &&
        /^(tweet|post)$/.test(text(error, 'resource_type') ?? ''),
    )
    .flatMap((error) => text(error, 'resource_id') ?? text(error, 'value') ?? []);
}
