import { at, byPageToken, detail, LATER, listAt, pages, text } from '@/lib/connectors/kit';
import type { Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://api.fathom.ai/external/v1';

/** Newest first, ten on a page; there is no parameter for more. */
export function meetings(): Walk {
  return pages({
    request: ({ page, since }) => ({
      url: `${API}/meetings`,
      query: {
        include_action_items: true,
        created_after: since ?? undefined,
        cursor: page ?? undefined,
      },
    }),
    records: 'items',
    next: byPageToken('next_cursor'),
  });
}

/** A list that cannot be narrowed. */
export function listing(name: string): Walk {
  return pages({
    request: ({ page }) => ({ url: `${API}/${name}`, query: { cursor: page ?? undefined } }),
    records: 'items',
    next: byPageToken('next_cursor'),
  });
}

/**
 * What is written about a meeting, asked for one by one: listing meetings with it counts as a heavy
 * call for ten of them, and fails with the slowest. It may be there minutes or days later.
 */
export function writtenAbout(part: 'transcript' | 'summary'): Walk {
  const isTranscript = part === 'transcript';
  return detail({
    listing: meetings(),
    id: (meeting) => text(meeting, 'recording_id') ?? '',
    expand: async (meeting, world) => {
      const url = `${API}/recordings/${text(meeting, 'recording_id')}/${part}`;
      const shape = isTranscript ? { list: part, of_record: true } : undefined;
      const { body } = await world.ask({ url }, shape);
      const isThere = isTranscript
        ? listAt(body, part).length > 0
        : text(body, `${part}.markdown_formatted`) !== null;
      return isThere ? { ...headOf(meeting), [part]: at(body, part) ?? null } : LATER;
    },
    width: 4,
  });
}

/** What of a meeting names it, so that a transcript can be read by itself. */
const headOf = (meeting: Json): Record<string, Json> =>
  Object.fromEntries(
    ['recording_id', 'title', 'url', 'created_at'].map((name) => [name, at(meeting, name) ?? null]),
  );
