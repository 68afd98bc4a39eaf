import type { Examples } from '@/lib/contract/examples/example';
import { CONNECTION_ID, WORKSPACE_ID } from '@/lib/contract/examples/samples';

const NOTIFICATION_ID = '019a1f74-2b3c-7d10-8e5f-6a7b8c9d0e1f';
const CHAT = {
  id: WORKSPACE_ID,
  host: 'hooks.slack.com',
  set_at: '2026-11-30T09:12:00.000Z',
  error: null,
};
const PREFERENCES = {
  email: 'daily' as const,
  muted: ['deletions_held' as const],
  email_possible: true,
};

/** Calls about what people are told of. */
export const NOTIFICATION_EXAMPLES = {
  listNotifications: [
    {
      summary: 'A grant that ended three days ago, and an app that is there',
      input: { unread: true },
      output: {
        notifications: [
          {
            id: NOTIFICATION_ID,
            kind: 'needs_reauth',
            step: 'day_3',
            title: 'Acme EMEA still has to be reconnected',
            detail:
              'For three days now: HubSpot no longer accepts the authorization. ' +
              'Nothing new comes in until somebody reconnects it.',
            connection: { id: CONNECTION_ID, name: 'Acme EMEA', connector_type: 'hubspot' },
            href: `/acme/connections/${CONNECTION_ID}?do=reconnect`,
            open: true,
            created_at: '2026-11-30T09:12:00.000Z',
            read_at: null,
          },
          {
            id: '019a1f74-2b3c-7d10-8e5f-6a7b8c9d0e1e',
            kind: 'app_available',
            step: 'opened',
            title: 'Linear can be connected now',
            detail: 'You asked to be told. You are told of this once.',
            connection: null,
            href: '/acme/connections?connect=linear',
            open: false,
            created_at: '2026-11-30T08:02:00.000Z',
            read_at: null,
          },
        ],
        unread: 2,
        next_cursor: null,
      },
    },
  ],
  readNotifications: [
    { summary: 'All of them', input: {}, output: { unread: 0 } },
    { summary: 'One', input: { ids: [NOTIFICATION_ID] }, output: { unread: 2 } },
  ],
  getNotificationPreferences: [{ summary: 'As chosen', input: {}, output: PREFERENCES }],
  setNotificationPreferences: [
    {
      summary: 'One e-mail a day, and nothing of deletions',
      input: { email: 'daily', muted: ['deletions_held'] },
      output: PREFERENCES,
    },
  ],
  getChatHook: [{ summary: 'A channel is told', input: {}, output: { chat: CHAT } }],
  setChatHook: [
    {
      summary: 'The incoming webhook of a channel',
      input: { url: 'https://hooks.slack.com/services/T0001/B0002/XXXX' },
      output: { chat: CHAT },
    },
  ],
  removeChatHook: [
    {
      summary: 'The channel is told nothing more',
      input: {},
      output: { removed: true, workspace: { id: WORKSPACE_ID } },
    },
  ],
} satisfies Examples;
