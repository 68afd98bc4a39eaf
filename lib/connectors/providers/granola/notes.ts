import { at, BrokenPaging, detail, listAt, pages, spoken, text } from '@/lib/connectors/kit';
import type { Answer, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const API = 'https://public-api.granola.ai/v1';
const PAGE = 30;

/** A listing has the heads only. The transcript comes with the note, in one call instead of two. */
export function notes(): Walk {
  return detail({
    listing: listing('notes'),
    id: (note) => text(note, 'id') ?? '',
    expand: async (note, world) => {
      const url = `${API}/notes/${text(note, 'id')}`;
      return (await world.ask({ url, query: { include: 'transcript' } })).body;
    },
    width: 5,
  });
}

/** Heads of notes, or folders; those that changed since the bookmark. */
export function listing(name: 'notes' | 'folders'): Walk {
  return pages({
    request: ({ page, since, size }) => ({
      url: `${API}/${name}`,
      query: {
        page_size: size,
        updated_after: since ?? undefined,
        cursor: page ?? undefined,
      },
    }),
    page_size: PAGE,
    records: name,
    next: cursorOf,
  });
}

/** The flag is what counts: a last page may name a cursor all the same. */
function cursorOf({ body }: Answer): string | null {
  if (at(body, 'hasMore') !== true) return null;
  const cursor = text(body, 'cursor');
  if (cursor === null) throw new BrokenPaging('Granola says that there is more, but not where.');
  return cursor;
}

/** What Granola and people wrote, and below it what was said. */
export function markdownOf(note: Json): string | null {
  const said = spoken(listAt(note, 'transcript').map(named), { speaker: 'who', words: 'text' });
  const parts = [text(note, 'summary_markdown') ?? text(note, 'summary_text'), said];
  return parts.filter((part) => part !== null).join('\n\n') || null;
}

/** Who spoke is not known by name: only whether it was the owner’s microphone or the others. */
const named = (line: Json): Json => ({
  who:
    text(line, 'speaker.name') ??
    text(line, 'speaker.diarization_label') ??
    (text(line, 'speaker.source') === 'microphone' ? 'Me' : 'Others'),
  text: text(line, 'text'),
});
