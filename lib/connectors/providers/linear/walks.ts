import { at, BrokenPaging, graphql, pages, text } from '@/lib/connectors/kit';
import type { One, Walk } from '@/lib/connectors/kit';

export const API = 'https://api.linear.app';
/** What a page may hold at most is 250; a page of issues costs some 1,000 points of complexity. */
const PAGE = 100;
const TIMES = 'createdAt updatedAt archivedAt';
const PERSON = '{ id name email }';

const FIELDS = {
  issues: `id identifier number title description priority priorityLabel estimate dueDate ${TIMES}
    startedAt completedAt canceledAt trashed url labelIds state { id name type }
    assignee ${PERSON} creator ${PERSON} team { id key name } project { id name } parent { id }
    cycle { id number }`,
  projects: `id name description content slugId url priority progress health startDate targetDate
    ${TIMES} startedAt completedAt canceledAt trashed status { id name type } lead ${PERSON}`,
  comments: `id body quotedText url issueId projectId parentId ${TIMES} editedAt resolvedAt
    user ${PERSON}`,
  users: `id name displayName email active admin guest title avatarUrl ${TIMES}`,
  teams: `id key name description parent { id } ${TIMES}`,
};
type Name = keyof typeof FIELDS;

/**
 * A listing in the order of creation, which no change disturbs while it is walked; `updatedAt` is
 * asked for, not sorted by. Archived and trashed records are left out unless wanted.
 */
export function listing(name: Name): Walk {
  return pages<string>({
    request: ({ page, since, size }) =>
      graphql(`${API}/graphql`, queryOf(name), {
        first: size,
        after: page ?? undefined,
        filter: since === null ? undefined : { updatedAt: { gte: since } },
      }),
    page_size: PAGE,
    records: `data.${name}.nodes`,
    // The last page has a cursor as well.
    next: ({ body }) =>
      at(body, `data.${name}.pageInfo.hasNextPage`) === true
        ? text(body, `data.${name}.pageInfo.endCursor`)
        : null,
  });
}

/** The same query, narrowed to one: what was deleted for good is in no list. */
export function one(name: Name): One {
  return {
    request: (id) =>
      graphql(`${API}/graphql`, queryOf(name), { first: 1, filter: { id: { eq: id } } }),
    record: ({ body }) => {
      const nodes = at(body, `data.${name}.nodes`);
      if (!Array.isArray(nodes)) throw new BrokenPaging('Linear answered without a list.');
      return nodes[0] ?? null;
    },
  };
}

function queryOf(name: Name): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1, -1)}`;
  const also = name === 'users' ? ', includeDisabled: true' : '';
  return `query ${type}s($first: Int, $after: String, $filter: ${type}Filter) {
    ${name}(first: $first, after: $after, filter: $filter, includeArchived: true${also}) {
      nodes { ${FIELDS[name]} }
      pageInfo { hasNextPage endCursor }
    }
  }`;
}
