import { answers as graph } from '@/lib/connectors/testing/answers/o365';
import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const said = (code: string, message: string) => ({ error: { code, message } });

/** What Outlook answers beside what all of Microsoft Graph does. */
export const answers: readonly ErrorRow[] = [
  ...graph,
  {
    name: 'no mailbox',
    status: 404,
    body: said('MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive or on-premise.'),
    verdict: 'config',
  },
  {
    name: 'a folder that is gone',
    status: 404,
    path: '/v1.0/me/mailFolders/AAMk/messages/delta',
    body: said('ErrorItemNotFound', 'The specified object was not found in the store.'),
    verdict: 'empty_page',
  },
];
