import {
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  refusal,
} from '@/lib/connectors/kit';
import { API, listing, markdownOf, notes } from '@/lib/connectors/providers/granola/notes';

/** One note, not the list of them. */
const NOTE = /\/notes\/[^/]+$/;

export default defineConnector({
  type: 'granola',
  name: 'Granola',
  description: 'Meeting notes as documents, with who was there, transcripts and folders.',
  category: 'calls',
  docs_url: 'https://docs.granola.ai',
  source: 'docs.granola.ai, 2026-08',
  keywords: ['notes', 'meetings', 'transcripts'],
  default_cadence: '30m',
  promises: [
    'Reads only: no note is written, changed, shared or deleted.',
    'Deleting the API key in Granola ends the access at once.',
  ],
  hosts: ['public-api.granola.ai'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API key',
        placeholder: 'grn_…',
        help:
          'A personal key sees your notes and those shared with you, a workspace key those in its ' +
          'folders. Business and Enterprise plans have keys.',
        where_to_find: ['Open Granola, Settings, then API.', 'Create a key and copy it.'],
        pattern: '^grn_[A-Za-z0-9]+_[A-Za-z0-9]+$',
      },
      {
        // No call of the API says whose key it is.
        key: 'account',
        label: 'Your Granola email, or the workspace for its key',
        secret: false,
        placeholder: 'ada@example.com',
        help: 'Granola does not say whose key it is. This names the connection.',
        where_to_find: ['Open Granola, Settings: the address is at the top.'],
      },
    ],
    apply: ({ api_key = '' }) => ({ authorization: `Bearer ${api_key}` }),
    facts: ({ account = '' }) => ({ account }),
    account: {
      request: () => ({ url: `${API}/notes`, query: { page_size: 1 } }),
      read: (_, { account = '' }) => ({ id: account.toLowerCase(), label: account }),
    },
  },

  limits: [
    { name: 'burst', requests: 25, per_ms: 5_000 },
    { name: 'minute', requests: 300, per_ms: 60_000 },
  ],

  errors: [
    { when: { status: 401 }, then: 'needs_reauth' },
    {
      when: { status: 403, json: true },
      then: 'missing_scope',
      message: 'The plan or the key does not allow this in Granola.',
    },
    {
      // Also while the notes are being written; a listing shows only those that are.
      when: { status: 404, path: NOTE },
      then: 'not_ready',
      message: 'Granola is still writing this note, or it was deleted.',
    },
    refusal('message'),
    refusal('error'),
  ],

  streams: [
    defineStream({
      name: 'notes',
      description: 'Notes of meetings in full, who was there, and what was said',
      full: notes(),
      backfill: 'changes',
      // A note is listed once it is written; whether that moves its time is not documented.
      incremental: changedSince('updated_at', { hours: 6 }),
      canonical: canonical('documents', 1, {
        title: 'title',
        markdown: markdownOf,
        url: 'web_url',
      }),
    }),
    defineStream({
      name: 'folders',
      description: 'Folders notes are in',
      full: listing('folders'),
      canonical: canonical('reference', 1, { name: 'name' }),
    }),
  ],
});
