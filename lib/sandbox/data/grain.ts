import { company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice, hash } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['recordings', 'transcripts', 'users', 'teams', 'meeting_types'] as const;
export type Stream = (typeof STREAMS)[number];

/** Workspaces and their tokens, which are good for nothing else. */
export const WORKSPACES: readonly { name: string; note: string; key: string }[] = [
  ['acme', 'A lively workspace: 700 recordings; transcripts take a while'],
  ['globex', 'A small workspace'],
].map(([name, note]) => ({ name: name!, note: note!, key: `grain_${name!}` }));

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { recordings: 700, transcripts: 700, users: 14, teams: 4, meeting_types: 6 },
  globex: { recordings: 30, transcripts: 30, users: 5, teams: 3, meeting_types: 4 },
};

/** Ids are UUIDs. */
export function idOf(workspace: string, stream: Stream, n: number): string {
  const kind = stream === 'transcripts' ? 'recordings' : stream;
  const hex = hash(`grain:${workspace}:${kind}`).toString(16).padStart(8, '0');
  return `${hex}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

const iso = (ms: number) => new Date(ms).toISOString();
const TYPES = ['Discovery', 'Demo', 'Onboarding', 'Review', 'Interview', 'Stand-up'];
const TEAMS = ['Sales', 'Success', 'Product', 'People'];

function participants(workspace: string, item: Item) {
  const d = dice(`grain:${workspace}:participants:${item.n}`);
  const inside = person(d);
  const outside = person(d);
  return [
    {
      id: idOf(workspace, 'users', d.int(0, 4)),
      name: inside.name,
      email: `${inside.mailbox}@${workspace}.example`,
      scope: 'internal',
      confirmed_attendee: true,
      hs_contact_id: null,
    },
    {
      id: idOf(workspace, 'users', 1_000 + item.n),
      name: outside.name,
      email: d.chance(0.8) ? `${outside.mailbox}@${company(d).domain}` : null,
      scope: 'external',
      confirmed_attendee: true,
      hs_contact_id: null,
    },
  ];
}

export interface Include {
  participants?: boolean | null;
  ai_summary?: boolean | null;
  ai_action_items?: boolean | null;
  highlights?: boolean | null;
  calendar_event?: boolean | null;
}

/** It begins when its item was created; `duration_ms` is in milliseconds. */
export function recording(workspace: string, item: Item, include: Include) {
  const d = dice(`grain:${workspace}:recording:${item.n}`);
  const duration_ms = d.int(300_000, 3_600_000);
  const topic = d.pick(TOPICS);
  return {
    id: item.id,
    title: `About ${topic}`,
    start_datetime: iso(item.created),
    end_datetime: iso(item.created + duration_ms),
    duration_ms,
    media_type: 'video',
    source: d.pick(['zoom', 'meet', 'teams']),
    url: `https://grain.com/app/meetings/${item.id}`,
    thumbnail_url: null,
    tags: item.rev > 0 ? [`edit-${item.rev}`] : [],
    teams: [],
    meeting_type: null,
    ...(include.participants ? { participants: participants(workspace, item) } : {}),
    ...(include.ai_summary ? { ai_summary: { text: `## Purpose\n\nWe spoke of ${topic}.` } } : {}),
    ...(include.ai_action_items ? { ai_action_items: [actionItem(d)] } : {}),
    ...(include.highlights ? { highlights: [] } : {}),
    ...(include.calendar_event ? { calendar_event: { ical_uid: `${item.id}@calendar` } } : {}),
    ...item.set,
  };
}

const actionItem = (d: Dice) => ({
  status: 'open',
  timestamp: d.int(1_000, 60_000),
  text: `Send the notes about ${d.pick(TOPICS)}`,
  assignee: null,
});

/** Milliseconds from the beginning. */
export function transcript(workspace: string, item: Item) {
  const d = dice(`grain:${workspace}:transcript:${item.n}`);
  const guests = participants(workspace, item);
  return Array.from({ length: d.int(4, 16) }, (_, i) => ({
    participant_id: guests[i % 2]!.id,
    speaker: guests[i % 2]!.name,
    start: i * 8_000,
    end: i * 8_000 + 7_000,
    text: `${d.pick(['Let us look at', 'What about', 'We agreed on'])} ${d.pick(TOPICS)}.`,
  }));
}

export function reference(workspace: string, stream: Stream, item: Item) {
  if (stream === 'teams') return { id: item.id, name: TEAMS[item.n] };
  if (stream === 'meeting_types') return { id: item.id, name: TYPES[item.n], scope: 'external' };
  const { name, mailbox } = person(dice(`grain:${workspace}:user:${item.n}`));
  return { id: item.id, name, email: `${mailbox}@${workspace}.example` };
}
