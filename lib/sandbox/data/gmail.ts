import { person, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export const STREAMS = ['labels', 'threads', 'messages'] as const;
export type Stream = (typeof STREAMS)[number];

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively mailbox: 800 messages' },
  { name: 'globex', note: 'A small one' },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { labels: 14, threads: 300, messages: 800 },
  globex: { labels: 12, threads: 18, messages: 34 },
};

const SYSTEM = ['INBOX', 'SENT', 'UNREAD', 'STARRED', 'IMPORTANT', 'TRASH', 'SPAM', 'DRAFT'];
/** Ids are hexadecimal; a thread has the id of its first message. */
export const idOf = (stream: Stream, n: number): string => {
  if (stream === 'labels') return SYSTEM[n] ?? `Label_${n}`;
  return (0x18f_0000_0000 + n * 16 + (stream === 'threads' ? 1 : 0)).toString(16);
};
export const addressOf = (account: string): string => `ada@${account}.example`;

/** A number that rises with time, with gaps; history tells what came after one. */
export const historyId = (ms: number): string => String(ms);

const encoded = (words: string): string => Buffer.from(words, 'utf8').toString('base64url');
const threadOf = (account: string, n: number): string =>
  idOf('threads', n % SIZES[account]!.threads);

/** What every answer says of a message, without its parts. */
export function outline(account: string, item: Item) {
  return { id: item.id, threadId: threadOf(account, item.n) };
}

/** A message in full; attachments are fetched by a ticket that is another in every answer. */
export function message(account: string, item: Item, now: number, full: boolean) {
  const d = dice(`gmail:${account}:message:${item.n}`);
  const { name, mailbox } = person(d);
  const topic = d.pick(TOPICS);
  const text = `Hello,\n\nhow about the ${topic}?\n\n${name}`;
  const headers = [
    { name: 'Message-ID', value: `<${item.id}@mail.example>` },
    { name: 'From', value: `${name} <${mailbox}@partner.example>` },
    { name: 'To', value: addressOf(account) },
    { name: 'Subject', value: `About the ${topic}` },
    { name: 'Date', value: new Date(item.created).toUTCString() },
  ];
  const part = (partId: string, mimeType: string, words: string) => ({
    partId,
    mimeType,
    filename: '',
    headers: [],
    body: { size: words.length, data: encoded(words) },
  });
  const attachment = {
    partId: '2',
    mimeType: 'application/pdf',
    filename: 'offer.pdf',
    headers: [],
    body: { attachmentId: `ANGjdJ${now}`, size: 9_120 },
  };
  const parts = [
    part('0', 'text/plain', text),
    part('1', 'text/html', `<p>${text}</p>`),
    ...(item.n % 4 === 0 ? [attachment] : []),
  ];
  const payload = {
    partId: '',
    mimeType: 'multipart/mixed',
    filename: '',
    headers,
    body: { size: 0 },
  };
  return {
    ...outline(account, item),
    labelIds: [
      'INBOX',
      ...(item.rev % 2 ? ['STARRED'] : []),
      ...(item.rev > 1 ? ['IMPORTANT'] : []),
    ],
    snippet: `Hello, how about the ${topic}? ${name}`,
    historyId: historyId(item.updated),
    internalDate: String(item.created),
    sizeEstimate: 2_048,
    ...(full ? { payload: { ...payload, parts } } : {}),
    ...item.set,
  };
}

export function thread(account: string, item: Item) {
  const d = dice(`gmail:${account}:thread:${item.n}`);
  return {
    id: item.id,
    snippet: `About the ${d.pick(TOPICS)}${item.rev ? ` (${item.rev})` : ''}`,
    historyId: historyId(item.updated),
    ...item.set,
  };
}

export function label({ id, n, rev, set }: Item) {
  const isSystem = SYSTEM.includes(id);
  return {
    id,
    name: isSystem ? id : `Project ${n}${rev ? ` (${rev})` : ''}`,
    type: isSystem ? 'system' : 'user',
    messageListVisibility: rev % 2 ? 'hide' : 'show',
    ...set,
  };
}
