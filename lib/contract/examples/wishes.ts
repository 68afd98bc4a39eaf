import type { Examples } from '@/lib/contract/examples/example';

/** What people wait for. */
export const WISH_EXAMPLES = {
  wishForConnector: [
    {
      summary: 'Tell me when it is there',
      input: { type: 'circleback' },
      output: { type: 'circleback', wished: true },
    },
  ],
  withdrawWish: [
    {
      summary: 'No longer',
      input: { type: 'circleback' },
      output: { type: 'circleback', wished: false },
    },
  ],
  requestConnector: [
    {
      summary: 'One that is missing',
      input: { name: 'Intercom', note: 'Conversations of our support.' },
      output: { name: 'Intercom', existing_type: null, votes: 3 },
    },
  ],
  listWishes: [
    {
      summary: 'What people wait for',
      input: {},
      output: {
        wishes: [
          {
            connector_type: null,
            name: 'Intercom',
            votes: 3,
            workspaces: 2,
            last_at: '2026-11-30T09:12:00.000Z',
            askers: [{ name: 'Ada Lovelace', email: 'ada@example.com', workspace: 'Acme' }],
            notes: ['Conversations of our support.'],
          },
        ],
      },
    },
  ],
} satisfies Examples;
