import { at, byPageToken, detail, LATER, listAt, pages, text } from '@/lib/connectors/kit';
import type { Answer, At, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://api.grain.com/_/public-api/v2';

type Place = { cursor: string | null; filter: 'after_datetime' | 'before_datetime' };

/**
 * Newest first. The documentation describes the two filters by time the other way round than they
 * are named: the one that is named so is tried, and if all it shows is too old, the other one.
 */
export function recordings(include?: Record<string, boolean>): Walk {
  return pages<Place>({
    request: ({ page, since }) => ({
      method: 'POST',
      url: `${API}/recordings`,
      json: {
        ...(page?.cursor ? { cursor: page.cursor } : {}),
        ...(since === null ? {} : { filter: { [page?.filter ?? 'after_datetime']: since } }),
        ...(include ? { include } : {}),
      },
    }),
    records: 'recordings',
    next: after,
  });
}

function after(answer: Answer, { page, since }: At<Place>, records: readonly Json[]): Place | null {
  const filter = page?.filter ?? 'after_datetime';
  const isNew = (one: Json) => Date.parse(text(one, 'start_datetime') ?? '') >= Date.parse(since!);
  if (since !== null && records.length > 0 && !records.some(isNew))
    return filter === 'after_datetime' ? { cursor: null, filter: 'before_datetime' } : null;
  const cursor = text(answer.body, 'cursor');
  return cursor === null ? null : { cursor, filter };
}

/** What was said in each recording, asked for one by one. */
export function transcripts(): Walk {
  return detail({
    listing: recordings(),
    id: (recording) => text(recording, 'id') ?? '',
    expand: async (recording, world) => {
      const url = `${API}/recordings/${text(recording, 'id')}/transcript`;
      const { body } = await world.ask({ url }, { list: '', of_record: true });
      if (listAt(body, '').length === 0) return LATER;
      const head = ['id', 'title', 'url', 'start_datetime'].map((name) => [
        name,
        at(recording, name) ?? null,
      ]);
      return { ...(Object.fromEntries(head) as Record<string, Json>), transcript: body };
    },
    width: 4,
  });
}

/** A list that cannot be narrowed. */
export function listing(name: string): Walk {
  return pages({
    request: ({ page }) => ({
      method: 'POST',
      url: `${API}/${name}`,
      json: (page === null ? {} : { cursor: page }) as Record<string, Json>,
    }),
    records: name,
    // None was seen; where there is one, there are more.
    next: byPageToken('cursor'),
  });
}
