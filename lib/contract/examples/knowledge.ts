import type * as z from 'zod';
import type { Examples } from '@/lib/contract/examples/example';
import { CONNECTION_ID, RUN_ID } from '@/lib/contract/examples/samples';
import type { KnowledgeDocument } from '@/lib/contract/knowledge';
import type { KnowledgeSync, MirroredPage } from '@/lib/contract/knowledge-sync';

const id = CONNECTION_ID;
const DOCUMENT_ID = '019a1f80-7c1e-7f42-a9d3-3b5c7e9f1a20';
const external_id = 'handbook:pricing';
const DOCUMENT: z.output<typeof KnowledgeDocument> = {
  id: DOCUMENT_ID,
  external_id,
  category: 'written',
  connection_id: null,
  stream: null,
  record_id: null,
  title: 'How we price',
  url: 'https://example.com/handbook/pricing',
  tags: ['public', 'sales'],
  characters: 57,
  truncated: false,
  hash: '6c0f3b7e2d9a4518b0c7f1e2d3a49586',
  version: 3,
  created_at: '2026-11-20T08:00:00.000Z',
  updated_at: '2026-11-30T09:12:00.000Z',
  deleted: false,
};
const markdown = '# How we price\n\nBy **seat**, and by the month.';
const SELECTION = {
  categories: ['docs' as const, 'calls' as const, 'written' as const],
  connection_ids: [],
  tags: [],
};
const PARENT = { id: '1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9', title: 'Company' };
const SYNC: z.output<typeof KnowledgeSync> = {
  connection_id: id,
  settings: {
    parent: PARENT,
    selection: SELECTION,
    policy: 'mirror',
    conflicts: 'skip_and_report',
  },
  database_url: 'https://www.notion.so/9c8b7a6d5e4f40319a2b3c4d5e6f7081',
  attention: null,
  archiving_held: null,
  selected: 412,
  pages: {
    creating: 0,
    writing: 0,
    written: 412,
    kept: 0,
    conflict: 0,
    archived: 3,
    gone: 0,
    left: 0,
    failed: 0,
  },
};
const PAGE: z.output<typeof MirroredPage> = {
  document_id: DOCUMENT_ID,
  external_id,
  title: 'How we price',
  state: 'written',
  url: 'https://www.notion.so/0a1b2c3d4e5f46078192a3b4c5d6e7f8',
  error: null,
  updated_at: '2026-11-30T09:12:40.000Z',
};

/** What a workspace knows, and where it is written. */
export const KNOWLEDGE_EXAMPLES = {
  listDocuments: [
    {
      summary: 'The first documents with a tag',
      input: { tag: 'public', limit: 2 },
      output: { documents: [DOCUMENT], next_cursor: 'azo0MTI', has_more: false },
    },
  ],
  getDocument: [
    { summary: 'One with its text', input: { external_id }, output: { ...DOCUMENT, markdown } },
  ],
  putDocument: [
    {
      summary: 'A page of a handbook',
      input: {
        external_id,
        title: 'How we price',
        markdown,
        url: 'https://example.com/handbook/pricing',
        tags: ['sales', 'public'],
      },
      output: { created: false, changed: true, document: DOCUMENT },
    },
  ],
  tagDocument: [
    {
      summary: 'Other tags',
      input: { external_id, tags: ['public', 'sales'] },
      output: { changed: true, document: DOCUMENT },
    },
  ],
  deleteDocument: [
    { summary: 'It is gone', input: { external_id }, output: { external_id, deleted: true } },
  ],
  previewKnowledge: [
    {
      summary: 'What would be written',
      input: { selection: { categories: ['written'] } },
      output: {
        total: 1,
        documents: [
          { external_id, title: 'How we price', category: 'written', markdown, blocks: 2 },
        ],
      },
    },
  ],
  getKnowledgeSync: [{ summary: 'All is written', input: { id }, output: SYNC }],
  setKnowledgeSync: [
    {
      summary: 'Mirror documents and calls',
      input: { id, parent: PARENT, selection: SELECTION, policy: 'mirror', start: true },
      output: { knowledge_sync: SYNC, sync_run_id: RUN_ID },
    },
  ],
  listKnowledgeParents: [
    {
      summary: 'Pages with a word in the title',
      input: { id, q: 'company' },
      output: { pages: [{ ...PARENT, url: 'https://www.notion.so/1f2e3d4c5b6a49788695' }] },
    },
  ],
  listMirroredPages: [
    {
      summary: 'The first pages',
      input: { id, limit: 50 },
      output: { pages: [PAGE], next_cursor: null },
    },
  ],
  answerMirroredPage: [
    {
      summary: 'Write it again',
      input: { id, document_id: DOCUMENT_ID, answer: 'write' },
      output: { page: PAGE, sync_run_id: RUN_ID },
    },
  ],
  makeDatabaseAgain: [
    {
      summary: 'The database was deleted, and is to come back',
      input: { id },
      output: { knowledge_sync: { ...SYNC, database_url: null }, sync_run_id: RUN_ID },
    },
  ],
  confirmArchiving: [
    {
      summary: 'A source was closed, and its pages are to go',
      input: { id, up_to: 120 },
      output: { knowledge_sync: SYNC, sync_run_id: RUN_ID },
    },
  ],
  listKnowledgeRuns: [
    {
      summary: 'The last run',
      input: { id, limit: 1 },
      output: {
        runs: [
          {
            id: RUN_ID,
            status: 'completed',
            triggered_by: 'schedule',
            started_at: '2026-11-30T09:00:02.114Z',
            finished_at: '2026-11-30T09:00:21.870Z',
            created: 2,
            updated: 5,
            archived: 1,
            skipped: 0,
            conflicts: 0,
            failed: 0,
            error_reason: null,
            error_message: null,
          },
        ],
      },
    },
  ],
} satisfies Examples;
