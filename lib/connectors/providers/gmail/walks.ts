import { byPageToken, changes, detail, listAt, onePage, pages, text } from '@/lib/connectors/kit';
import type { Answer, Walk, World } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://gmail.googleapis.com/gmail/v1/users/me';
const PAGE = 500;

/** A search by time in seconds: a date would be one in a zone of Gmail's own choice. */
const after = (from: string | null | undefined): string | undefined =>
  from ? `after:${Math.floor(Date.parse(from) / 1_000)}` : undefined;

/** Ids and little more. An empty list is left out. */
export function listing(name: 'messages' | 'threads'): Walk {
  return pages<string>({
    request: ({ page, size, from }) => ({
      url: `${API}/${name}`,
      query: { maxResults: size, pageToken: page ?? undefined, q: after(from) },
    }),
    page_size: PAGE,
    records: name,
    empty_when: { body: { resultSizeEstimate: 0 }, why: 'Gmail: an empty list is left out' },
    next: byPageToken('nextPageToken'),
  });
}

/** What happened since a history id: every message it names is read again. */
export function history(): Walk {
  return changes<string>({
    request: ({ page, since, size }) => ({
      url: `${API}/history`,
      query: { startHistoryId: since ?? '', maxResults: size, pageToken: page ?? undefined },
    }),
    page_size: PAGE,
    records: 'history',
    empty_when: {
      body: { historyId: /^\d+$/ },
      why: 'Gmail: without changes there is the history id alone',
    },
    next: byPageToken('nextPageToken'),
    unfold: (entries) => {
      const named = entries.flatMap((entry) =>
        ['messagesAdded', 'labelsAdded', 'labelsRemoved'].flatMap((kind) =>
          listAt(entry, kind).flatMap((change) => text(change, 'message.id') ?? []),
        ),
      );
      return [...new Set(named)].map((id) => ({ id }));
    },
    gone: ({ body }: Answer) =>
      listAt(body, 'history').flatMap((entry) =>
        listAt(entry, 'messagesDeleted').flatMap((change) => text(change, 'message.id') ?? []),
      ),
  });
}

/** Every message of a listing as a whole; what is in the trash is gone, as it is from the list. */
export function whole(of: Walk): Walk {
  const id = (item: Json) => text(item, 'id') ?? '';
  return detail({
    listing: of,
    id,
    expand: async (item: Json, world: World) => {
      const { body } = await world.ask({
        url: `${API}/messages/${id(item)}`,
        query: { format: 'full' },
      });
      const labels = listAt(body, 'labelIds');
      return labels.includes('TRASH') || labels.includes('SPAM') ? null : body;
    },
    width: 6,
  });
}

/** All labels, which are one page. */
export function labels(): Walk {
  return pages({ request: () => ({ url: `${API}/labels` }), records: 'labels', next: onePage });
}
