import { CITIES, company, person, plain, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';
import type { Dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['calls', 'contacts', 'users', 'teams', 'numbers', 'tags'] as const;
export type Stream = (typeof STREAMS)[number];

/** Companies and their keys, API ID and token joined as Basic joins them. Good for nothing else. */
export const COMPANIES: readonly { name: string; note: string; key: string }[] = [
  ['acme', 'A lively company: 1,200 calls'],
  ['globex', 'A small company'],
].map(([name, note]) => ({ name: name!, note: note!, key: `id-${name!}:token-${name!}` }));

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { calls: 1_200, contacts: 300, users: 12, teams: 4, numbers: 5, tags: 8 },
  globex: { calls: 60, contacts: 34, users: 6, teams: 6, numbers: 7, tags: 9 },
};

const seconds = (ms: number) => Math.floor(ms / 1_000);
const phone = (d: Dice) => `${d.pick(CITIES)[3]} ${d.digits(7)}`;
const TAGS = ['Sales', 'Support', 'Billing', 'Renewal', 'Escalated', 'Follow up', 'Demo', 'Spam'];

function contact(d: Dice, id: number) {
  const { first, last, mailbox } = person(d);
  const { name, domain } = company(d);
  return {
    id,
    first_name: first,
    last_name: last,
    company_name: name,
    is_shared: true,
    phone_numbers: [{ id: id * 10, label: 'Work', value: phone(d) }],
    emails: [{ id: id * 10 + 1, label: 'Work', value: `${mailbox}@${domain}` }],
  };
}

function call(d: Dice, item: Item, with_contact: boolean) {
  const started = seconds(item.created);
  const rings = d.int(3, 25);
  const talks = d.chance(0.8) ? d.int(20, 1_800) : 0;
  const { name, mailbox } = person(d);
  const to = phone(d);
  const from = contact(d, d.int(1, 30));
  return {
    sid: `CA${String(item.n).padStart(30, '0')}`,
    direct_link: `https://api.aircall.io/v1/calls/${item.id}`,
    direction: d.pick(['inbound', 'outbound']),
    status: 'done',
    missed_call_reason: talks ? null : 'agents_did_not_answer',
    started_at: started,
    answered_at: talks ? started + rings : null,
    ended_at: started + rings + talks,
    duration: rings + talks,
    raw_digits: to,
    voicemail: null,
    // Signed anew for every answer at the provider, for an hour; here it stays as it is.
    recording: null,
    archived: false,
    user: { id: d.int(1, 6), name, email: `${mailbox}@acme.example` },
    contact: with_contact ? from : null,
    number: { id: d.int(1, 5), name: `${d.pick(CITIES)[0]} line`, digits: phone(d) },
    teams: [],
    tags: [{ id: d.int(1, 8), name: d.pick(TAGS) }],
    comments: item.rev > 0 ? [{ id: item.rev, content: `Noted: ${d.pick(TOPICS)}` }] : [],
  };
}

const FILL: Record<Stream, (d: Dice, item: Item, with_contact: boolean) => object> = {
  calls: call,
  contacts: (d, item) => contact(d, Number(item.id)),
  users: (d) => {
    const { name, mailbox } = person(d);
    return { name, email: `${mailbox}@${plain(name)}.example`, available: d.chance(0.5) };
  },
  teams: (d, item) => ({ name: `${d.pick(TAGS)} ${item.id}` }),
  numbers: (d) => ({ name: `${d.pick(CITIES)[0]} line`, digits: phone(d), country: 'DE' }),
  tags: (d, item) => ({ name: `${TAGS[item.n % TAGS.length]} ${item.id}`, color: '#00B388' }),
};

/** A record in the API's form. Version 2 (users) writes its times in ISO 8601, version 1 in seconds. */
export function record(
  company_name: string,
  stream: Stream,
  item: Item,
  with_contact: boolean,
): Record<string, unknown> {
  const d = dice(`aircall:${company_name}:${stream}:${item.n}`);
  const iso = (ms: number) => new Date(ms).toISOString();
  const time = stream === 'users' ? iso : seconds;
  return {
    id: Number(item.id),
    ...FILL[stream](d, item, with_contact),
    ...(stream === 'calls'
      ? {}
      : { created_at: time(item.created), updated_at: time(item.updated) }),
    ...item.set,
  };
}
