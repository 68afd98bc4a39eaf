import { byPageToken, children, text } from '@/lib/connectors/kit';
import type { RequestSpec, Walk } from '@/lib/connectors/kit';
import {
  DELTA,
  GRAPH,
  isRemoved,
  NEXT,
  removedIn,
} from '@/lib/connectors/providers/microsoft/graph';
import type { Json } from '@/lib/contract/common';

export const ME = `${GRAPH}/me`;
/** Calendar years before and after this one whose events are read. */
const YEARS = { before: 1, after: 1 };

/**
 * The messages of a folder, by a link per folder. A message that is moved is removed from one folder
 * and new in another, in no order that can be relied on: a record is a message in a folder.
 */
export function messages(changed: boolean): Walk {
  const id = (folder: string, message: string | null) => `${folder}:${message}`;
  return children<string>({
    parents: 'folders',
    request: (folder, { page, since }) => {
      const link = page ?? (changed ? since : null);
      const path = `mailFolders/${encodeURIComponent(folder.id)}/messages/delta`;
      return { url: link ?? `${ME}/${path}` };
    },
    records: 'value',
    next: byPageToken(NEXT),
    own: (folder, item) =>
      isRemoved(item)
        ? null
        : {
            ...(item as Record<string, Json>),
            id: id(folder.id, text(item, 'id')),
            message_id: text(item, 'id'),
          },
    gone: (folder, { body }) => removedIn(body).map((one) => id(folder.id, one)),
    bookmark: (before, { body }) => text(body, DELTA) ?? before,
    // Four at a time are allowed; the next page of one is among them.
    width: 3,
  });
}

/** The calendar, asked for by a window of whole years. */
export const calendar = (now: Date): RequestSpec => ({
  url: `${ME}/calendarView/delta`,
  query: years(now),
});

/** A window whose ends move once a year: it is frozen in the link, and a full pass makes a new one. */
function years(now: Date): { startDateTime: string; endDateTime: string } {
  const begin = (year: number) => new Date(Date.UTC(year, 0, 1)).toISOString();
  const year = now.getUTCFullYear();
  return {
    startDateTime: begin(year - YEARS.before),
    endDateTime: begin(year + YEARS.after + 1),
  };
}
