import { capital, company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['meetings', 'transcripts', 'users', 'contacts'] as const;
export type Stream = (typeof STREAMS)[number];

/** Teams and the keys of one of their people, which are good for nothing else. */
export const TEAMS: readonly { name: string; note: string; key: string }[] = [
  {
    name: 'acme',
    note: 'A lively team: 800 meetings; transcripts take a while',
    key: '5a1ce000-0000-4000-8000-0000000000ac',
  },
  { name: 'globex', note: 'A small team', key: '5a1ce000-0000-4000-8000-000000000061' },
  {
    name: 'initech',
    note: 'Years of meetings: more than can be skipped',
    key: '5a1ce000-0000-4000-8000-000000000171',
  },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { meetings: 800, transcripts: 800, users: 9, contacts: 120 },
  globex: { meetings: 56, transcripts: 56, users: 5, contacts: 21 },
  initech: { meetings: 5_230, transcripts: 5_230, users: 5, contacts: 21 },
};

export const ownerOf = (team: string) => ({
  user_id: `01K${team.toUpperCase()}`,
  email: `leila.weber@${team}.example`,
  name: 'Leila Weber',
  is_admin: true,
});

/** The id of a record by its place; contacts are known by their address. */
export function idOf(team: string, stream: Stream, n: number): string {
  if (stream === 'users') return `01K${team.toUpperCase()}USER${n}`;
  if (stream === 'contacts') return contact(team, n).email;
  return `01KMEET${String(n).padStart(10, '0')}`;
}

const iso = (ms: number) => new Date(ms).toISOString();

export function contact(team: string, n: number) {
  const d = dice(`fireflies:${team}:contact:${n}`);
  const { name, mailbox } = person(d);
  return { email: `${mailbox}.${n}@${company(d).domain}`, name, picture: null };
}

export function user(team: string, item: Item) {
  const { name, mailbox } = person(dice(`fireflies:${team}:user:${item.n}`));
  return {
    user_id: item.id,
    name,
    email: `${mailbox}@${team}.example`,
    is_admin: item.n === 0,
    num_transcripts: 12,
    minutes_consumed: 340.5,
  };
}

/** Minutes, with fractions. */
const minutesOf = (d: Dice) => Math.round(d.next() * 6_000) / 100 + 0.05;

export function meeting(team: string, item: Item) {
  const d = dice(`fireflies:${team}:meeting:${item.n}`);
  const guests = [contact(team, d.int(0, 8)), contact(team, d.int(9, 20))];
  const host = ownerOf(team).email;
  return {
    id: item.id,
    title: `About ${d.pick(TOPICS)}`,
    date: item.created,
    dateString: iso(item.created),
    duration: minutesOf(d),
    organizer_email: host,
    host_email: d.chance(0.5) ? host : null,
    participants: guests.map(({ email }) => email),
    privacy: 'link',
    transcript_url: `https://app.fireflies.ai/view/${item.id}`,
    meeting_link: null,
    calendar_id: null,
    is_live: false,
    meeting_attendees: guests.map(({ email, name }) => ({ displayName: name, email, name: null })),
    speakers: guests.map(({ name }, id) => ({ id, name })),
    summary: {
      overview: `${capital(d.pick(TOPICS))} was talked about.${' Edited.'.repeat(item.rev)}`,
      action_items: `Send the notes about ${d.pick(TOPICS)}`,
      keywords: [d.pick(TOPICS)],
      short_summary: capital(d.pick(TOPICS)),
    },
    ...item.set,
  };
}

/** Seconds, with fractions. */
export function sentences(team: string, item: Item) {
  const d = dice(`fireflies:${team}:sentences:${item.n}`);
  const { speakers } = meeting(team, item);
  return Array.from({ length: d.int(4, 12) }, (_, index) => {
    const said = `${d.pick(['Let us look at', 'What about', 'We agreed on'])} ${d.pick(TOPICS)}.`;
    return {
      index,
      speaker_name: speakers[index % 2]!.name,
      speaker_id: index % 2,
      text: said,
      raw_text: said.toLowerCase(),
      start_time: index * 4.25,
      end_time: index * 4.25 + 3.5,
    };
  });
}
