import {
  accountAt,
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  text,
  textsAt,
} from '@/lib/connectors/kit';
import type { RequestSpec } from '@/lib/connectors/kit';
import {
  ANSWERS,
  delta,
  DELTA_LINK,
  GRAPH_ERRORS,
  HOSTS,
  microsoft,
} from '@/lib/connectors/providers/microsoft/graph';
import { calendar, ME, messages } from '@/lib/connectors/providers/outlook/walks';

export default defineConnector({
  type: 'outlook',
  name: 'Outlook',
  description: 'Your own mail by folder, your calendar and your contacts.',
  category: 'comms',
  ownership: 'personal',
  docs_url: 'https://learn.microsoft.com/graph/outlook-mail-concept-overview',
  logo: 'microsoft',
  keywords: ['mail', 'email', 'microsoft', 'calendar', 'contacts', 'hotmail'],
  default_cadence: '10m',
  promises: [
    'Reads only: no mail is sent, moved, marked or deleted.',
    'Attachments are not downloaded.',
    'You can take the permission back in your Microsoft account at any time.',
  ],
  hosts: HOSTS,

  auth: {
    ...microsoft('common'),
    scopes: [
      { scope: 'offline_access', why: 'Stay connected while you are away' },
      { scope: 'User.Read', why: 'Recognise which account was connected' },
      { scope: 'Mail.Read', why: 'Read your folders and messages' },
      { scope: 'Calendars.Read', why: 'Read the events of your calendar', required: false },
      { scope: 'Contacts.Read', why: 'Read your contacts', required: false },
    ],
    account: {
      request: () => ({ url: ME, query: { $select: 'id,displayName,mail,userPrincipalName' } }),
      read: accountAt('id', 'mail', 'userPrincipalName'),
    },
  },

  // Per app and mailbox: 10,000 in ten minutes, and four at a time.
  limits: [{ name: 'mailbox', requests: 10_000, per_ms: 600_000 }],

  ...ANSWERS,
  errors: [
    {
      when: { status: 404, body: { 'error.code': 'MailboxNotEnabledForRESTAPI' } },
      then: 'config',
      message: 'This Microsoft account has no mailbox that can be read.',
    },
    {
      when: { status: 404, body: { 'error.code': 'ErrorItemNotFound' }, path: /\/mailFolders\// },
      then: 'empty_page',
      message: 'The folder is not there any more.',
    },
    ...GRAPH_ERRORS,
  ],

  streams: [
    defineStream({
      name: 'folders',
      label: 'Mail folders',
      description: 'Folders of your mailbox',
      scopes: ['Mail.Read'],
      ...feed(() => ({ url: `${ME}/mailFolders/delta` })),
      canonical: canonical('reference', 1, { name: 'displayName' }),
    }),
    defineStream({
      name: 'messages',
      description: 'Mail of every folder, with its text; one that is moved is a new record',
      scopes: ['Mail.Read'],
      full: messages(false),
      // Each folder has its own link; that there is a time says that a pass was complete.
      incremental: { walk: messages(true), ...changedSince('lastModifiedDateTime', {}) },
      deletions: { by: 'changes' },
      canonical: canonical('messages', 1, {
        from: 'from.emailAddress.address',
        to: (message) => textsAt(message, 'toRecipients', 'emailAddress.address'),
        subject: 'subject',
        text: (message) => text(message, 'body.content') ?? text(message, 'bodyPreview'),
        sent_at: (message) => text(message, 'sentDateTime') ?? text(message, 'receivedDateTime'),
      }),
    }),
    defineStream({
      name: 'events',
      description: 'Calendar of last year, this and the next',
      scopes: ['Calendars.Read'],
      ...feed(() => calendar(new Date())),
      canonical: canonical('activities', 1, {
        title: 'subject',
        kind: () => 'event',
        // Asked for in UTC, and written without saying so.
        at: (event) => utc(text(event, 'start.dateTime')),
      }),
    }),
    defineStream({
      name: 'contacts',
      description: 'People in your address book',
      scopes: ['Contacts.Read'],
      ...feed(() => ({ url: `${ME}/contacts/delta` })),
      canonical: canonical('people', 1, {
        name: 'displayName',
        emails: (contact) => textsAt(contact, 'emailAddresses', 'address'),
        company: 'companyName',
      }),
    }),
  ],
});

/** A feed of what changed and what is gone. */
function feed(first: () => RequestSpec) {
  return {
    full: delta(first),
    incremental: { bookmark: DELTA_LINK },
    deletions: { by: 'changes' as const },
  };
}

const utc = (time: string | null): string | null =>
  time === null || /(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time.replace(/\.\d+$/, '')}Z`;
