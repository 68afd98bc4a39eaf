import {
  at,
  BrokenPaging,
  detail,
  graphql,
  LATER,
  listAt,
  onePage,
  pages,
  text,
} from '@/lib/connectors/kit';
import type { Answer, At, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://api.fireflies.ai/graphql';
const PAGE = 50;
/** Whether more can be skipped is not documented; one source says it cannot. */
const MOST_SKIPPED = 5_000;

/** All that is read of a meeting. */
export const MEETING = `id title date dateString duration organizer_email host_email participants privacy
  transcript_url meeting_link calendar_id is_live meeting_attendees { displayName email name }
  speakers { id name } summary { overview action_items keywords short_summary }`;

type Place = {
  skip: number;
  /** Meetings up to here: new ones come to the top and would shift everything. */
  to: string | null;
  /** The first meeting of the page before. */
  first: string | null;
};

/** Pages are counted, and nothing says that there are more: an empty one is the end. */
export function meetings(fields: string): Walk {
  return pages<Place>({
    request: ({ page, since, size }) =>
      graphql(
        API,
        `query Meetings($fromDate: DateTime, $toDate: DateTime, $limit: Int, $skip: Int) {
          transcripts(fromDate: $fromDate, toDate: $toDate, limit: $limit, skip: $skip) { ${fields} }
        }`,
        {
          fromDate: since ?? undefined,
          toDate: page?.to ?? undefined,
          limit: size,
          skip: page?.skip ?? 0,
        },
      ),
    page_size: PAGE,
    records: 'data.transcripts',
    next: ({ headers }, at, records) => (records.length === 0 ? null : after(headers, at, records)),
  });
}

/**
 * Where the next page is. Newest first, as was seen; nobody promises it, so it is looked at where
 * the walk depends on it: near the most that can be skipped it begins anew at the oldest one met.
 */
function after(
  headers: Answer['headers'],
  { page, size }: At<Place>,
  records: readonly Json[],
): Place {
  const first = text(records[0], 'id');
  if (page && first === page.first)
    throw new BrokenPaging('Fireflies gives the same page again and again.');
  const skip = (page?.skip ?? 0) + size;
  if (skip + size <= MOST_SKIPPED) return { skip, to: page?.to ?? isoOf(headers.date), first };
  const [newest, oldest] = [records[0], records.at(-1)].map((one) => text(one, 'dateString'));
  if (!newest || !oldest || oldest >= newest || oldest === page?.to)
    throw new BrokenPaging('There are more meetings than Fireflies lists in one query.');
  return { skip: 0, to: oldest, first: null };
}

const isoOf = (date = ''): string | null =>
  Number.isNaN(Date.parse(date)) ? null : new Date(date).toISOString();

/** What was said in each meeting, asked for one by one. */
export function transcripts(): Walk {
  return detail({
    listing: meetings('id dateString'),
    id: (meeting) => text(meeting, 'id') ?? '',
    expand: async (meeting, world) => {
      const { body } = await world.ask(
        graphql(
          API,
          `
            query Transcript($id: String!) {
              transcript(id: $id) {
                id
                title
                dateString
                transcript_url
                sentences {
                  index
                  speaker_name
                  speaker_id
                  text
                  raw_text
                  start_time
                  end_time
                }
              }
            }
          `,
          { id: text(meeting, 'id') ?? '' },
        ),
      );
      const found = at(body, 'data.transcript') ?? null;
      return listAt(found, 'sentences').length > 0 ? found : LATER;
    },
    width: 4,
  });
}

/** A list that has no pages. */
export function listing(name: string, query: string): Walk {
  return pages({ request: () => graphql(API, query), records: `data.${name}`, next: onePage });
}
