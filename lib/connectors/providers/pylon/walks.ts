import { at, children, pages, text } from '@/lib/connectors/kit';
import type { Answer, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

/** The most a search or a listing gives on a page. */
const PAGE = 999;
/** Every issue has changed since then. */
const EVER = '1970-01-01T00:00:00Z';

/** Where an organization is asked: its region was found when it was connected. */
export function api(details: Readonly<Record<string, string>>): string {
  return `https://${details.host ?? 'api.usepylon.com'}`;
}

/** A cursor may come with the last page, too. */
function next({ body }: Answer): string | null {
  return at(body, 'pagination.has_next_page') === true ? text(body, 'pagination.cursor') : null;
}

/**
 * A search, because the listing shows at most 30 days at a time. A filter of a name that Pylon does
 * not know would be passed over in silence: then all are read, and none is lost.
 */
export function issues(): Walk {
  return pages<string>({
    request: ({ account, page, since, size }) => ({
      method: 'POST',
      url: `${api(account.details)}/issues/search`,
      json: {
        filter: { field: 'updated_at', operator: 'time_is_after', value: since ?? EVER },
        limit: size,
        ...(page === null ? {} : { cursor: page }),
      },
    }),
    page_size: PAGE,
    records: 'data',
    next,
  });
}

/** A call per issue, hence only for those in which something was written. */
export function messages(): Walk {
  return children<string>({
    parents: 'issues',
    request: ({ id }, { account, page, size }) => ({
      url: `${api(account.details)}/issues/${encodeURIComponent(id)}/messages`,
      query: { limit: size, cursor: page ?? undefined },
    }),
    page_size: PAGE,
    records: 'data',
    next,
    own: ({ id }, message) => ({ ...(message as Record<string, Json>), issue_id: id }),
    stamp: (issue) => text(issue, 'latest_message_time') ?? text(issue, 'updated_at'),
    width: 4,
  });
}

/** A list that is read whole: the API cannot be asked for what changed. */
export function listing(name: string): Walk {
  return pages<string>({
    request: ({ account, page, size }) => ({
      url: `${api(account.details)}/${name}`,
      query: { limit: size, cursor: page ?? undefined },
    }),
    page_size: PAGE,
    records: 'data',
    next,
  });
}
