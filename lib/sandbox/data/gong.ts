import { company, person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['users', 'calls', 'transcripts'] as const;
export type Stream = (typeof STREAMS)[number];

export const COMPANIES: readonly { name: string; note: string; number: number }[] = [
  { name: 'acme', note: 'A lively company: 900 calls; transcripts take a while', number: 17 },
  { name: 'globex', note: 'A small company', number: 18 },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { users: 120, calls: 900, transcripts: 900 },
  globex: { users: 7, calls: 104, transcripts: 104 },
};

/** Numbers of 64 bits, as text: more than a double holds. */
export const idOf = (stream: Stream, n: number): string =>
  `${stream === 'users' ? 5 : 7}782342274${String(n).padStart(9, '0')}`;

/** Times carry the offset of whoever recorded. */
function local(ms: number): string {
  return new Date(ms + 7_200_000).toISOString().replace('Z', '+02:00');
}

export function user(name: string, item: Pick<Item, 'n' | 'id' | 'created' | 'set'>) {
  const { first, last, mailbox } = person(dice(`gong:${name}:user:${item.n}`));
  return {
    id: item.id,
    emailAddress: `${mailbox}.${item.n}@${name}.example`,
    firstName: first,
    lastName: last,
    title: 'Account Executive',
    active: true,
    created: local(item.created),
    managerId: null,
    ...item.set,
  };
}

function partiesOf(name: string, item: Item) {
  const d = dice(`gong:${name}:parties:${item.n}`);
  const n = d.int(0, 6);
  const host = user(name, { n, id: idOf('users', n), created: 0, set: null });
  const guest = person(d);
  return [
    {
      id: `${item.id}-1`,
      emailAddress: host.emailAddress,
      name: `${host.firstName} ${host.lastName}`,
      userId: host.id,
      speakerId: `${item.id}1`,
      affiliation: 'Internal',
      methods: ['Invitee', 'Attendee'],
    },
    {
      id: `${item.id}-2`,
      emailAddress: `${guest.mailbox}@${company(d).domain}`,
      name: guest.name,
      userId: null,
      speakerId: `${item.id}2`,
      affiliation: 'External',
      methods: ['Attendee'],
    },
  ];
}

/** What an extensive call may show, by the name of the field that asks for it. */
export function extensive(name: string, item: Item) {
  const d = dice(`gong:${name}:call:${item.n}`);
  const topic = d.pick(TOPICS);
  const speakers = partiesOf(name, item).map(({ speakerId, userId }) => ({
    id: speakerId,
    userId,
    talkTime: d.int(60, 900),
  }));
  return {
    metaData: {
      id: item.id,
      url: `https://${name}.app.gong.io/call?id=${item.id}`,
      title: `About ${topic}`,
      scheduled: local(item.created),
      started: local(item.created),
      duration: d.int(120, 3_600),
      primaryUserId: idOf('users', d.int(0, 6)),
      direction: 'Conference',
      system: 'Zoom',
      scope: 'External',
      media: 'Video',
      language: 'eng',
      workspaceId: '623457276584334',
      isPrivate: false,
      meetingUrl: null,
      clientUniqueId: null,
      purpose: null,
      ...item.set,
    },
    context: [{ system: 'Salesforce', objects: [] }],
    parties: partiesOf(name, item),
    content: {
      brief: `We spoke of ${topic}.${' Edited.'.repeat(item.rev)}`,
      keyPoints: [{ text: `Agreed on ${d.pick(TOPICS)}` }],
      outline: [],
      topics: [{ name: 'Pricing', duration: d.int(10, 300) }],
      trackers: [],
      highlights: [],
      callOutcome: null,
    },
    interaction: { speakers },
    collaboration: { publicComments: [{ id: `${item.id}9`, comment: 'Well done' }] },
    media: { audioUrl: null },
  };
}

/** Milliseconds from the beginning. */
export function transcript(name: string, item: Item) {
  const d = dice(`gong:${name}:transcript:${item.n}`);
  const parties = partiesOf(name, item);
  return {
    callId: item.id,
    transcript: Array.from({ length: d.int(3, 9) }, (_, i) => ({
      speakerId: parties[i % 2]!.speakerId,
      topic: 'Pricing',
      sentences: [0, 1].map((k) => ({
        start: i * 8_000 + k * 4_000,
        end: i * 8_000 + k * 4_000 + 3_000,
        text: `${d.pick(['Let us look at', 'What about', 'We agreed on'])} ${d.pick(TOPICS)}.`,
      })),
    })),
  };
}
