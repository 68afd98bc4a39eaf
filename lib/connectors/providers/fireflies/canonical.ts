import { canonical, listAt, numberAt, textsAt } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

export const MEETINGS = canonical('calls', 1, {
  title: 'title',
  started_at: 'dateString',
  // Fireflies counts minutes, with fractions.
  duration_seconds: (one) => Math.round((numberAt(one, 'duration') ?? Number.NaN) * 60) || null,
  participants: attendeesOf,
});

/** Those who were invited, else those who came: of them there are the addresses alone. */
function attendeesOf(meeting: Json): string[] {
  const named = textsAt(meeting, 'meeting_attendees', 'displayName', 'name', 'email');
  return named.length > 0
    ? named
    : listAt(meeting, 'participants').filter((one) => typeof one === 'string');
}
