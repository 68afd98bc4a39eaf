import {
  at,
  BrokenPaging,
  canonical,
  defineConnector,
  defineStream,
  detail,
  listAt,
  pages,
  refusal,
  spoken,
  text,
} from '@/lib/connectors/kit';
import type { Answer, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'docs.granola.ai, 2026-08';
const API = 'https://public-api.granola.ai/v1';
const PAGE = 30;
/** One note, not the list of them. */
const NOTE = /\/notes\/[^/]+$/;

export default defineConnector({
  type: 'granola',
  name: 'Granola',
  description: 'Meeting notes as documents, with who was there, transcripts and folders.',
  category: 'calls',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://docs.granola.ai',
  logo: null,
  keywords: ['notes', 'meetings', 'transcripts'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
        required: true,
        secret: true,
        placeholder: 'grn_…',
        help:
          'A personal key sees your notes and those shared with you, a workspace key those in its ' +
          'folders. Business and Enterprise plans have keys.',
        where_to_find: ['Open Granola, Settings, then API.', 'Create a key and copy it.'],
        find_url: null,
        pattern: '^grn_[A-Za-z0-9]+_[A-Za-z0-9]+$',
      },
      {
        // No call of the API says whose key it is.
        key: 'account',
        label: 'Your Granola email, or the workspace for its key',
        required: true,
        secret: false,
        placeholder: 'ada@example.com',
        help: 'Granola does not say whose key it is. This names the connection.',
        where_to_find: ['Open Granola, Settings: the address is at the top.'],
        find_url: null,
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
    { name: 'burst', scope: 'connection', requests: 25, per_ms: 5_000 },
    { name: 'minute', scope: 'connection', requests: 300, per_ms: 60_000 },
  ],

  errors: [
    {
      when: { status: 401 },
      then: 'needs_reauth',
      message: 'Granola does not accept this API key.',
      source: DOCS,
    },
    {
      when: { status: 403, json: true },
      then: 'missing_scope',
      message: 'The plan or the key does not allow this in Granola.',
      source: DOCS,
    },
    {
      // Also while the notes are being written; a listing shows only those that are.
      when: { status: 404, path: NOTE },
      then: 'not_ready',
      message: 'Granola is still writing this note, or it was deleted.',
      source: DOCS,
    },
    refusal('Granola', 'message', DOCS),
    refusal('Granola', 'error', DOCS),
  ],

  streams: [
    defineStream({
      name: 'notes',
      label: 'Notes',
      entity: 'documents',
      description: 'Notes of meetings in full, who was there, and what was said',
      id: 'id',
      full: notes(),
      backfill: 'changes',
      incremental: {
        walk: notes(),
        // A note is listed once it is written; whether that moves its time is not documented.
        bookmark: { by: 'time', changed_at: 'updated_at', overlap_seconds: 6 * 3_600 },
      },
      deletions: { by: 'full_pass' },
      canonical: canonical('documents', 1, (note) => ({
        title: text(note, 'title'),
        markdown: markdownOf(note),
        url: text(note, 'web_url'),
      })),
    }),
    defineStream({
      name: 'folders',
      label: 'Folders',
      entity: 'reference',
      description: 'Folders notes are in',
      id: 'id',
      full: listing('folders'),
      deletions: { by: 'full_pass' },
      canonical: canonical('reference', 1, (folder) => ({ name: text(folder, 'name') })),
    }),
  ],
});

/** A listing has the heads only. The transcript comes with the note, in one call instead of two. */
function notes(): Walk {
  return detail({
    listing: listing('notes'),
    id: (note) => text(note, 'id') ?? '',
    expand: async (note, world) => {
      const url = `${API}/notes/${text(note, 'id')}`;
      return (await world.ask({ url, query: { include: 'transcript' } })).body;
    },
    width: 5,
  });
}

function listing(name: 'notes' | 'folders'): Walk {
  return pages({
    request: ({ page, since, size }) => ({
      url: `${API}/${name}`,
      query: {
        page_size: size,
        updated_after: since ?? undefined,
        cursor: page ?? undefined,
      },
    }),
    page_size: PAGE,
    records: name,
    next: cursorOf,
  });
}

/** The flag is what counts: a last page may name a cursor all the same. */
function cursorOf({ body }: Answer): string | null {
  if (at(body, 'hasMore') !== true) return null;
  const cursor = text(body, 'cursor');
  if (cursor === null) throw new BrokenPaging('Granola says that there is more, but not where.');
  return cursor;
}

function markdownOf(note: Json): string | null {
  const said = spoken(listAt(note, 'transcript').map(named), { speaker: 'who', words: 'text' });
  const parts = [text(note, 'summary_markdown') ?? text(note, 'summary_text'), said];
  return parts.filter((part) => part !== null).join('\n\n') || null;
}

/** Who spoke is not known by name: only whether it was the owner’s microphone or the others. */
const named = (line: Json): Json => ({
  who:
    text(line, 'speaker.name') ??
    text(line, 'speaker.diarization_label') ??
    (text(line, 'speaker.source') === 'microphone' ? 'Me' : 'Others'),
  text: text(line, 'text'),
});
