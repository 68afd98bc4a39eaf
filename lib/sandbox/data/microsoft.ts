import { company, person, TITLES, TOPICS } from '@/lib/sandbox/data/words';
import type { Item } from '@/lib/sandbox/kit/collection';
import { dice } from '@/lib/sandbox/kit/dice';

export const MAILBOX = ['folders', 'messages', 'events', 'contacts'] as const;
export const DIRECTORY = ['users'] as const;
export type Stream = (typeof MAILBOX)[number] | (typeof DIRECTORY)[number];

export const ACCOUNTS = [
  { name: 'acme', note: 'A lively one: 900 messages' },
  { name: 'globex', note: 'A small one' },
];

export const SIZES: Readonly<Record<string, Record<Stream, number>>> = {
  acme: { folders: 12, messages: 900, events: 200, contacts: 240, users: 180 },
  globex: { folders: 10, messages: 60, events: 26, contacts: 24, users: 26 },
};

const FOLDERS = ['Inbox', 'Sent Items', 'Archive', 'Deleted Items', 'Projects', 'Invoices'];

/** Ids are case-sensitive and end in signs that have to be encoded in a path. */
const folderId = (n: number): string => `AAMkFolder${n}=`;
/** The last two folders are empty. */
const folderOf = (account: string, n: number): string =>
  folderId(n % (SIZES[account]!.folders - 2));

export const personId = (account: string): string =>
  `0000000${ACCOUNTS.findIndex(({ name }) => name === account)}-0000-4000-8000-000000000001`;

/** A message is known by its folder and its own id. */
export function idOf(account: string, stream: Stream, n: number): string {
  if (stream === 'folders') return folderId(n);
  if (stream === 'messages') return `${folderOf(account, n)}:AAMkMessage${n}=`;
  if (stream === 'users') return `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  return `AAMk${stream === 'events' ? 'Event' : 'Contact'}${n}=`;
}

const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const address = (d: ReturnType<typeof dice>) => {
  const { name, mailbox } = person(d);
  return { emailAddress: { name, address: `${mailbox}@partner.example` } };
};
const times = ({ created, updated }: Item) => ({
  createdDateTime: time(created),
  lastModifiedDateTime: time(updated),
});

const SHOWN: Record<Stream, (account: string, item: Item) => object> = {
  folders: (_, { n, rev }) => ({
    displayName: `${FOLDERS[n] ?? `Folder ${n}`}${rev ? ` (${rev})` : ''}`,
    parentFolderId: 'AAMkRoot=',
    childFolderCount: 0,
    unreadItemCount: rev,
    totalItemCount: 9,
    isHidden: false,
  }),
  messages: (account, item) => {
    const d = dice(`microsoft:${account}:message:${item.n}`);
    const topic = d.pick(TOPICS);
    return {
      '@odata.etag': `W/"CQ${item.rev}"`,
      ...times(item),
      id: item.id.split(':')[1],
      internetMessageId: `<${item.n}@mail.example>`,
      conversationId: `AAQk${item.n % 20}`,
      subject: `About the ${topic}`,
      bodyPreview: `How about the ${topic}?`,
      isRead: item.rev % 2 === 1,
      isDraft: false,
      hasAttachments: false,
      importance: item.rev > 1 ? 'high' : 'normal',
      sentDateTime: time(item.created),
      receivedDateTime: time(item.created),
      parentFolderId: folderOf(account, item.n),
      from: address(d),
      toRecipients: [{ emailAddress: { name: 'Ada', address: `ada@${account}.example` } }],
      body: { contentType: 'text', content: `How about the ${topic}?\r\n` },
      webLink: `https://outlook.example/${item.n}`,
    };
  },
  events: (account, item) => {
    const d = dice(`microsoft:${account}:event:${item.n}`);
    const at = (hours: number) => ({
      dateTime: `2026-11-${String(1 + (item.n % 28)).padStart(2, '0')}T${hours}:00:00.0000000`,
      timeZone: 'UTC',
    });
    return {
      ...times(item),
      subject: `${d.pick(TOPICS)}${item.rev ? ` (moved ${item.rev} times)` : ''}`,
      type: 'singleInstance',
      isCancelled: false,
      start: at(10),
      end: at(11),
      organizer: address(d),
      attendees: [],
    };
  },
  contacts: (account, item) => {
    const d = dice(`microsoft:${account}:contact:${item.n}`);
    const { first, last, name, mailbox } = person(d);
    const { name: companyName, domain } = company(d);
    return {
      ...times(item),
      displayName: name,
      givenName: first,
      surname: last,
      companyName,
      jobTitle: `${d.pick(TITLES)}${item.rev ? ` (${item.rev})` : ''}`,
      emailAddresses: [{ name, address: `${mailbox}@${domain}` }],
    };
  },
  users: (account, item) => {
    const d = dice(`microsoft:${account}:user:${item.n}`);
    const { name, mailbox } = person(d);
    return {
      displayName: name,
      mail: `${mailbox}@${account}.example`,
      userPrincipalName: `${mailbox}.${item.n}@${account}.example`,
      jobTitle: `${d.pick(TITLES)}${item.rev ? ` (${item.rev})` : ''}`,
      department: d.pick(['Sales', 'Support', 'Product', 'Finance']),
      officeLocation: null,
      accountEnabled: true,
      userType: 'Member',
    };
  },
};

/** A record in Graph's form. */
export const shown = (account: string, stream: Stream, item: Item): object => ({
  id: item.id,
  ...SHOWN[stream](account, item),
  ...item.set,
});

/** The id a removed record is told by. */
export const plainId = (id: string): string => id.split(':').at(-1)!;
export const isIn = (account: string, folder: string, item: Item): boolean =>
  folderOf(account, item.n) === folder;
