import { byPageToken, onePage, pages } from '@/lib/connectors/kit';
import type { At, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const PAGE = 500;

const company = (at: At<Json>) =>
  `https://${at.account.details.company_domain ?? ''}.pipedrive.com`;
/** Without the fraction, which the documentation's format does not have. */
const second = (iso: string) => `${new Date(iso).toISOString().slice(0, 19)}Z`;

type Query = Record<string, string | undefined>;

/** API v2 listing; `next_cursor` is null at the end. */
export function listing(path: string, query: (at: At<string>) => Query = () => ({})): Walk {
  return pages<string>({
    request: (at) => ({
      url: `${company(at)}/api/v2/${path}`,
      query: { limit: at.size, ...query(at), cursor: at.page ?? undefined },
    }),
    page_size: PAGE,
    records: 'data',
    next: byPageToken('additional_data.next_cursor'),
  });
}

/** From the bookmark on, where the order cannot be chosen. */
export const updated = ({ since }: At<string>): Query => ({
  updated_since: since === null ? undefined : second(since),
});

/** By time of change, from the bookmark on. */
export const changed = (at: At<string>): Query => ({
  sort_by: 'update_time',
  sort_direction: 'asc',
  ...updated(at),
});

/** All users, which are one page of API v1. */
export function users(): Walk {
  return pages({
    request: (at) => ({ url: `${company(at)}/api/v1/users` }),
    records: 'data',
    empty_when: {
      body: { success: true, data: null },
      why: 'Users exist in API v1 only, which answers null for an empty list',
    },
    next: onePage,
  });
}
