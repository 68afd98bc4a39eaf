import connector from '@/lib/connectors/providers/o365';
import { acceptance } from '@/lib/connectors/testing/acceptance';
import { answers } from '@/lib/connectors/testing/answers/o365';

acceptance({
  connector,
  account: 'globex',
  named: { id: '00000001-0000-4000-8000-000000000001', label: 'globex' },
  wrong: {
    credential: 'eyJ-nobody',
    told: /Microsoft no longer accepts .*Access token is not valid/,
  },
  // The server of the small organization gives four at a time, whatever is wished.
  small_pages: {},
  forbidden: {
    stream: 'users',
    path: '/v1.0/users/delta',
    body: { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } },
  },
  forgotten: {
    stream: 'users',
    path: '/v1.0/users/delta',
    answer: {
      status: 410,
      body: { error: { code: 'SyncStateNotFound', message: 'The sync state is not found.' } },
    },
  },
  answers,
  streams: {
    users: {
      fields: ['displayName', 'mail', 'jobTitle', 'department'],
      canonical: ['name', 'email'],
    },
  },
});
