import {
  byPageToken,
  canonical,
  children,
  defineConnector,
  defineStream,
  listAt,
  text,
} from '@/lib/connectors/kit';
import type { Canonical, RequestSpec, Stream, Walk } from '@/lib/connectors/kit';
import {
  DELTA,
  DELTA_LINK,
  delta,
  DOCS,
  GRAPH,
  GRAPH_ERRORS,
  HOSTS,
  isRemoved,
  microsoft,
  NEXT,
  removedIn,
} from '@/lib/connectors/providers/microsoft/graph';
import type { Entity, Json } from '@/lib/contract/common';

const ME = `${GRAPH}/me`;
/** Calendar years before and after this one whose events are read. */
const YEARS = { before: 1, after: 1 };

export default defineConnector({
  type: 'outlook',
  name: 'Outlook',
  description: 'Your own mail by folder, your calendar and your contacts.',
  category: 'comms',
  ownership: 'personal',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://learn.microsoft.com/graph/outlook-mail-concept-overview',
  logo: 'microsoft',
  keywords: ['mail', 'email', 'microsoft', 'calendar', 'contacts', 'hotmail'],
  default_cadence: '10m',
  puller: { status: 'live' },
  promises: [
    'Reads only: no mail is sent, moved, marked or deleted.',
    'Attachments are not downloaded.',
    'You can take the permission back in your Microsoft account at any time.',
  ],
  hosts: HOSTS,

  auth: {
    ...microsoft('common'),
    scopes: [
      { scope: 'offline_access', why: 'Stay connected while you are away', required: true },
      { scope: 'User.Read', why: 'Recognise which account was connected', required: true },
      { scope: 'Mail.Read', why: 'Read your folders and messages', required: true },
      { scope: 'Calendars.Read', why: 'Read the events of your calendar', required: false },
      { scope: 'Contacts.Read', why: 'Read your contacts', required: false },
    ],
    account: {
      request: () => ({
        url: ME,
        query: { $select: 'id,displayName,mail,userPrincipalName' },
      }),
      read: ({ body }) => ({
        id: text(body, 'id') ?? '',
        label: text(body, 'mail') ?? text(body, 'userPrincipalName') ?? '',
      }),
    },
  },

  // Per app and mailbox: 10,000 in ten minutes, and four at a time.
  limits: [{ name: 'mailbox', scope: 'connection', requests: 10_000, per_ms: 600_000 }],

  errors: [
    {
      when: { status: 404, body: { 'error.code': 'MailboxNotEnabledForRESTAPI' } },
      then: 'config',
      message: 'This Microsoft account has no mailbox that can be read.',
      source: DOCS,
    },
    {
      when: { status: 404, body: { 'error.code': 'ErrorItemNotFound' }, path: /\/mailFolders\// },
      then: 'empty_page',
      message: 'The folder is not there any more.',
      source: DOCS,
    },
    ...GRAPH_ERRORS,
  ],

  streams: [
    feed('folders', 'Mail folders', 'reference', 'Folders of your mailbox', {
      scope: 'Mail.Read',
      first: () => ({ url: `${ME}/mailFolders/delta` }),
      canonical: canonical('reference', 1, (folder) => ({ name: text(folder, 'displayName') })),
    }),
    defineStream({
      name: 'messages',
      label: 'Messages',
      entity: 'messages',
      description: 'Mail of every folder, with its text; one that is moved is a new record',
      id: 'id',
      scopes: ['Mail.Read'],
      full: messages(false),
      incremental: {
        walk: messages(true),
        // Each folder has its own link; that there is a time says that a pass was complete.
        bookmark: { by: 'time', changed_at: 'lastModifiedDateTime', overlap_seconds: 0 },
      },
      deletions: { by: 'changes' },
      canonical: canonical('messages', 1, (message) => ({
        from: text(message, 'from.emailAddress.address'),
        to: listAt(message, 'toRecipients').flatMap(
          (one) => text(one, 'emailAddress.address') ?? [],
        ),
        subject: text(message, 'subject'),
        text: text(message, 'body.content') ?? text(message, 'bodyPreview'),
        sent_at: text(message, 'sentDateTime') ?? text(message, 'receivedDateTime'),
      })),
    }),
    feed('events', 'Events', 'activities', 'Calendar of last year, this and the next', {
      scope: 'Calendars.Read',
      first: () => ({ url: `${ME}/calendarView/delta`, query: years(new Date()) }),
      canonical: canonical('activities', 1, (event) => ({
        title: text(event, 'subject'),
        kind: 'event',
        // Asked for in UTC, and written without saying so.
        at: utc(text(event, 'start.dateTime')),
      })),
    }),
    feed('contacts', 'Contacts', 'people', 'People in your address book', {
      scope: 'Contacts.Read',
      first: () => ({ url: `${ME}/contacts/delta` }),
      canonical: canonical('people', 1, (contact) => ({
        name: text(contact, 'displayName'),
        emails: listAt(contact, 'emailAddresses').flatMap((email) => text(email, 'address') ?? []),
        company: text(contact, 'companyName'),
      })),
    }),
  ],
});

function feed(
  name: string,
  label: string,
  entity: Entity,
  description: string,
  of: { scope: string; first: () => RequestSpec; canonical: Canonical },
): Stream {
  const walk = delta(of.first);
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    scopes: [of.scope],
    full: walk,
    incremental: { walk, bookmark: DELTA_LINK },
    deletions: { by: 'changes' },
    canonical: of.canonical,
  });
}

/**
 * The messages of a folder, by a link per folder. A message that is moved is removed from one folder
 * and new in another, in no order that can be relied on: a record is a message in a folder.
 */
function messages(changed: boolean): Walk {
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

/** A window whose ends move once a year: it is frozen in the link, and a full pass makes a new one. */
function years(now: Date): { startDateTime: string; endDateTime: string } {
  const begin = (year: number) => new Date(Date.UTC(year, 0, 1)).toISOString();
  const year = now.getUTCFullYear();
  return {
    startDateTime: begin(year - YEARS.before),
    endDateTime: begin(year + YEARS.after + 1),
  };
}

const utc = (time: string | null): string | null =>
  time === null || /(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time.replace(/\.\d+$/, '')}Z`;
