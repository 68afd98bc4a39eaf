import { company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['meetings', 'transcripts', 'summaries', 'teams', 'team_members'] as const;
export type Stream = (typeof STREAMS)[number];

/** People and their keys, which are good for nothing else. */
export const OWNERS: readonly { name: string; note: string; key: string }[] = [
  ['acme', 'A lively account: 600 meetings; transcripts take a while'],
  ['globex', 'A small account'],
].map(([name, note]) => ({ name: name!, note: note!, key: `key-${name!}` }));

const MEETINGS: Readonly<Record<string, number>> = { acme: 600, globex: 34 };

export const sizeOf = (account: string, stream: Stream): number | undefined => {
  if (MEETINGS[account] === undefined) return undefined;
  if (stream === 'teams') return TEAMS.length;
  return stream === 'team_members' ? 23 : MEETINGS[account];
};

const TEAMS = [
  'Sales',
  'Success',
  'Support',
  'Product',
  'Marketing',
  'Finance',
  'Legal',
  'People',
].flatMap((name) => [name, `${name} EMEA`]);

/** The id of a record by its place; teams and members are known by name and address. */
export function idOf(account: string, stream: Stream, n: number): string {
  if (stream === 'teams') return TEAMS[n] ?? `Team ${n}`;
  if (stream === 'team_members') return member(account, n).email;
  return String(70_001 + n);
}

function member(account: string, n: number) {
  const { name, mailbox } = person(dice(`fathom:${account}:member:${n}`));
  return { name, email: `${mailbox}.${n}@${account}.example` };
}

const iso = (ms: number) => new Date(ms).toISOString();
const speech = (d: Dice) =>
  `${d.pick(['Let us look at', 'I would like to talk about', 'We are done with', 'What about'])} ${d.pick(TOPICS)}.`;

/** A meeting begins half an hour before its recording is there. */
export function meeting(account: string, item: Item, with_actions: boolean) {
  const d = dice(`fathom:${account}:meeting:${item.n}`);
  const seconds = d.int(300, 3_600);
  const began = item.created - seconds * 1_000;
  const guests = invitees(account, d);
  const owner = member(account, d.int(0, 5));
  return {
    title: `About ${d.pick(TOPICS)}`,
    meeting_title: null,
    recording_id: Number(item.id),
    url: `https://fathom.video/calls/${item.id}`,
    share_url: `https://fathom.video/share/${item.id}`,
    created_at: iso(item.created),
    scheduled_start_time: iso(began),
    scheduled_end_time: iso(began + 1_800_000),
    recording_start_time: iso(began),
    recording_end_time: iso(item.created),
    calendar_invitees_domains_type: 'one_or_more_external',
    transcript_language: 'en',
    transcript: null,
    default_summary: null,
    action_items: with_actions ? [actionItem(d, item.rev)] : null,
    calendar_invitees: guests,
    recorded_by: { ...owner, email_domain: `${account}.example`, team: d.pick(TEAMS) },
    crm_matches: null,
    ...item.set,
  };
}

function invitees(account: string, d: Dice) {
  const inside = member(account, d.int(0, 5));
  const outside = person(d);
  const { domain } = company(d);
  return [
    { ...inside, email_domain: `${account}.example`, is_external: false },
    {
      name: outside.name,
      email: `${outside.mailbox}@${domain}`,
      email_domain: domain,
      is_external: true,
    },
  ].map((one) => ({ ...one, matched_speaker_display_name: one.name }));
}

const actionItem = (d: Dice, edits: number) => ({
  description: `${edits > 0 ? `(${edits}) ` : ''}Send the notes about ${d.pick(TOPICS)}`,
  user_generated: false,
  completed: d.chance(0.3),
  recording_timestamp: '00:04:10',
  recording_playback_url: 'https://fathom.video/calls/1?timestamp=250',
  assignee: { name: null, email: null, team: null },
});

export function transcript(account: string, item: Item) {
  const d = dice(`fathom:${account}:transcript:${item.n}`);
  const guests = invitees(account, dice(`fathom:${account}:guests:${item.n}`));
  return Array.from({ length: d.int(4, 20) }, (_, i) => ({
    speaker: {
      display_name: guests[i % 2]!.name,
      matched_calendar_invitee_email: guests[i % 2]!.email,
    },
    text: speech(d),
    timestamp: `00:${String(i).padStart(2, '0')}:00`,
  }));
}

export const summary = (account: string, item: Item) => ({
  template_name: 'general',
  markdown_formatted: `## Purpose\n\n${speech(dice(`fathom:${account}:summary:${item.n}`))}\n`,
});

export function reference(account: string, stream: Stream, item: Item) {
  const created_at = iso(item.created);
  return stream === 'teams'
    ? { name: item.id, created_at }
    : { ...member(account, item.n), created_at };
}
