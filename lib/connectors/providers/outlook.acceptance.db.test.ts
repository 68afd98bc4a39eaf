import connector from '@/lib/connectors/providers/outlook';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/outlook';

acceptance({
  connector,
  account: 'globex',
  named: { id: '00000001-0000-4000-8000-000000000001', label: 'ada@globex.example' },
  wrong: {
    credential: 'EwB-nobody',
    told: /Microsoft no longer accepts .*Access token is not valid/,
  },
  // The server of the small account gives four at a time, whatever is wished.
  small_pages: {},
  forbidden: {
    stream: 'contacts',
    path: '/v1.0/me/contacts/delta',
    body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied.' } },
  },
  forgotten: {
    stream: 'messages',
    path: '/v1.0/me/mailFolders/*/messages/delta',
    answer: {
      status: 410,
      body: { error: { code: 'SyncStateNotFound', message: 'The sync state is not found.' } },
    },
  },
  answers,
  streams: {
    folders: { fields: ['displayName', 'totalItemCount'], canonical: ['name'] },
    messages: {
      fields: ['subject', 'body.content', 'from.emailAddress.address', 'message_id'],
      canonical: ['from', 'to.0', 'subject', 'text', 'sent_at'],
    },
    events: {
      fields: ['subject', 'start.dateTime', 'organizer.emailAddress.name'],
      canonical: ['title', 'kind', 'at'],
    },
    contacts: {
      fields: ['displayName', 'emailAddresses.0.address', 'companyName'],
      canonical: ['name', 'emails.0', 'company'],
    },
  },
});
