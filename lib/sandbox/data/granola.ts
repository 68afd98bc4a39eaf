import { company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['notes', 'folders'] as const;
export type Stream = (typeof STREAMS)[number];

/** People and their keys, which are good for nothing else. */
export const OWNERS: readonly { name: string; note: string; key: string }[] = [
  ['acme', 'A lively account: 90 notes; a new one takes a while to be written'],
  ['globex', 'A small account, whose notes are written at once'],
].map(([name, note]) => ({ name: name!, note: note!, key: `grn_${name!}_0000` }));

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { notes: 90, folders: 12 },
  globex: { notes: 34, folders: 6 },
};

export const idOf = (stream: Stream, n: number): string =>
  stream === 'notes' ? `not_${String(n).padStart(14, '0')}` : `fol_${String(n).padStart(14, '0')}`;

const iso = (ms: number) => new Date(ms).toISOString();
const FOLDERS = ['Sales', 'Hiring', 'Board', 'Product', 'Finance', 'Partners'];

export const folder = (item: Item) => ({
  id: item.id,
  object: 'folder',
  name: `${FOLDERS[item.n % FOLDERS.length]} ${item.n + 1}`,
  parent_folder_id: null,
});

/** What a listing has of a note. */
export function head(account: string, item: Item) {
  const d = dice(`granola:${account}:note:${item.n}`);
  const edited = item.rev > 0 ? ` (edited ${item.rev})` : '';
  return {
    id: item.id,
    object: 'note',
    title: `About ${d.pick(TOPICS)}${edited}`,
    owner: { name: 'Leila Weber', email: `leila.weber@${account}.example` },
    created_at: iso(item.created),
    updated_at: iso(item.updated),
    ...item.set,
  };
}

export function note(account: string, item: Item, with_transcript: boolean) {
  const d = dice(`granola:${account}:body:${item.n}`);
  const guest = person(d);
  const email = `${guest.mailbox}@${company(d).domain}`;
  const said = `We spoke of ${d.pick(TOPICS)}.`;
  return {
    ...head(account, item),
    web_url: `https://notes.granola.ai/d/${item.id}`,
    summary_text: said,
    summary_markdown: `### Notes\n\n- ${said}`,
    attendees: [{ name: guest.name, email }],
    calendar_event: {
      event_title: 'Call',
      invitees: [{ email }],
      organiser: `leila.weber@${account}.example`,
      calendar_event_id: `cal-${item.n}`,
      scheduled_start_time: iso(item.created),
      scheduled_end_time: iso(item.created + 1_800_000),
    },
    folder_membership: [folder({ ...item, id: idOf('folders', 0), n: 0 })],
    ...(with_transcript ? { transcript: transcript(d, item) } : {}),
  };
}

const transcript = (d: Dice, item: Item) =>
  Array.from({ length: d.int(3, 12) }, (_, i) => ({
    speaker:
      i % 2 === 0
        ? { source: 'microphone' }
        : { source: 'speaker', diarization_label: `Speaker ${d.int(1, 2)}` },
    text: `${d.pick(['Let us look at', 'What about', 'We agreed on'])} ${d.pick(TOPICS)}.`,
    start_time: iso(item.created + i * 8_000),
    end_time: iso(item.created + i * 8_000 + 7_000),
  }));
