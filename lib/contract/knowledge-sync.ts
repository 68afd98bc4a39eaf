import * as z from 'zod';
import { ErrorReason, Id, limit, tally, Timestamp } from '@/lib/contract/common';
import { KnowledgeCategory, Tag } from '@/lib/contract/knowledge';
import { defineOperation } from '@/lib/contract/operation';
import { RunStatus, Trigger } from '@/lib/contract/runs';
import { CONFLICT_RULES, PAGE_STATES, SYNC_POLICIES } from '@/lib/contract/state';

/**
 * mirror: pages are made, changed and put into the trash as the documents are. append_only: pages are
 * made and never changed. create_and_update: pages are made and changed, and none is put away.
 */
export const SyncPolicy = z.enum(SYNC_POLICIES);
/** What becomes of a page that somebody edited in Notion. */
export const ConflictRule = z.enum(CONFLICT_RULES);

/** What is written: documents of these categories, and of these connections and tags if any are named. */
export const Selection = z.strictObject({
  categories: z.array(KnowledgeCategory).min(1),
  connection_ids: z.array(Id).max(200),
  tags: z.array(Tag).max(50),
});
export type Selection = z.infer<typeof Selection>;
/** A selection as it is sent: what is not named is not asked for. */
const SentSelection = z.strictObject({
  categories: z.array(KnowledgeCategory).min(1),
  connection_ids: z.array(Id).max(200).default([]),
  tags: z.array(Tag).max(50).default([]),
});

/**
 * creating, writing: it is not known yet whether it is done. written: as the document is. kept: edited
 * in Notion, and left so. conflict: edited in Notion, and asked about. archived: in the trash, because
 * the document is gone. gone: deleted by hand, and asked about. left: deleted by hand, and to stay so.
 * failed: Notion refused it.
 */
export const PageState = z.enum(PAGE_STATES);

export const MirroredPage = z.object({
  document_id: Id,
  external_id: z.string(),
  title: z.string(),
  state: PageState,
  /** Its address in Notion. */
  url: z.string().nullable(),
  error: z.string().nullable(),
  updated_at: Timestamp,
});
export type MirroredPage = z.infer<typeof MirroredPage>;

/** What a person has to do, if anything: one thing at a time. */
export const Attention = z.object({
  cause: z.string(),
  action: z.enum([
    'set_up',
    'make_database_again',
    'confirm_archiving',
    'review_gone',
    'review_conflicts',
    'review_failed',
  ]),
  action_label: z.string(),
});

export const KnowledgeSync = z.object({
  connection_id: Id,
  /** Null: it is not set up yet. */
  settings: z
    .object({
      parent: z.object({ id: z.string(), title: z.string() }),
      selection: Selection,
      policy: SyncPolicy,
      conflicts: ConflictRule,
    })
    .nullable(),
  /** The database in Notion; null: it is not made yet. */
  database_url: z.string().nullable(),
  attention: Attention.nullable(),
  /** Pages that are not put into the trash before somebody says so: so many at once look like a mistake. */
  archiving_held: z.object({ would_archive: z.int(), of: z.int() }).nullable(),
  /** How many documents are selected now. */
  selected: z.int(),
  pages: tally(PAGE_STATES),
});
export type KnowledgeSync = z.infer<typeof KnowledgeSync>;

export const KnowledgeRun = z.object({
  id: Id,
  status: RunStatus,
  triggered_by: Trigger,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  created: z.int(),
  updated: z.int(),
  archived: z.int(),
  skipped: z.int(),
  conflicts: z.int(),
  failed: z.int(),
  error_reason: ErrorReason.nullable(),
  error_message: z.string().nullable(),
});
export type KnowledgeRun = z.infer<typeof KnowledgeRun>;

const shared = { tag: 'Knowledge sync', surface: 'connections' } as const;
const at = '/api/platform/v1/connections/{id}/knowledge-sync';
const ofConnection = { id: 'connection' } as const;

/** A selection is no address: it is sent, though nothing is changed by it. */
export const previewKnowledge = defineOperation({
  ...shared,
  id: 'previewKnowledge',
  method: 'POST',
  path: '/api/platform/v1/knowledge/preview',
  summary: 'Count what a selection holds, and show the first ten documents as Notion will',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'idempotent',
  input: z.strictObject({ selection: SentSelection }),
  output: z.object({
    total: z.int(),
    documents: z.array(
      z.object({
        external_id: z.string(),
        title: z.string(),
        category: KnowledgeCategory,
        /** The beginning of it, after the way to Notion's blocks and back. */
        markdown: z.string(),
        blocks: z.int(),
      }),
    ),
  }),
});

export const getKnowledgeSync = defineOperation({
  ...shared,
  id: 'getKnowledgeSync',
  method: 'GET',
  path: at,
  summary: 'Get what a knowledge sync writes, where, and what it asks',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: ofConnection,
  errors: ['not_outbound'],
  input: z.strictObject({ id: Id }),
  output: KnowledgeSync,
});

export const listKnowledgeParents = defineOperation({
  ...shared,
  id: 'listKnowledgeParents',
  method: 'GET',
  path: `${at}/parents`,
  summary: 'Search the pages in Notion under which the database can be made',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: ofConnection,
  errors: ['not_outbound', 'not_syncable', 'provider_unavailable', 'provider_rate_limited'],
  input: z.strictObject({ id: Id, q: z.string().trim().max(100).default('') }),
  output: z.object({
    pages: z.array(z.object({ id: z.string(), title: z.string(), url: z.string().nullable() })),
  }),
});

export const setKnowledgeSync = defineOperation({
  ...shared,
  id: 'setKnowledgeSync',
  method: 'PUT',
  path: at,
  summary: 'Set what is written, where and how, and start',
  scope: 'connections:write',
  audit: { event: 'knowledge_sync.set', target: { input: 'id' } },
  idempotency: 'idempotent',
  not_found: ofConnection,
  errors: ['not_outbound', 'not_syncable', 'parent_is_set'],
  input: z.strictObject({
    id: Id,
    /** A page as `parents` lists it. It stays once the database is made. */
    parent: z.strictObject({
      id: z.string().trim().min(32).max(36),
      title: z.string().trim().min(1).max(500),
    }),
    selection: SentSelection,
    policy: SyncPolicy.default('mirror'),
    conflicts: ConflictRule.default('skip_and_report'),
    /** Queue a run now. */
    start: z.boolean().default(true),
  }),
  output: z.object({ knowledge_sync: KnowledgeSync, sync_run_id: Id.nullable() }),
});

export const listMirroredPages = defineOperation({
  ...shared,
  id: 'listMirroredPages',
  method: 'GET',
  path: `${at}/pages`,
  summary: 'List what became of each document, by title',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: ofConnection,
  errors: ['not_outbound', 'invalid_cursor'],
  input: z.strictObject({
    id: Id,
    state: PageState.optional(),
    q: z.string().max(200).optional(),
    cursor: z.string().max(2_000).optional(),
    limit: limit(200, 50),
  }),
  output: z.object({ pages: z.array(MirroredPage), next_cursor: z.string().nullable() }),
});

export const answerMirroredPage = defineOperation({
  ...shared,
  id: 'answerMirroredPage',
  method: 'POST',
  path: `${at}/pages/{document_id}/answer`,
  summary: 'Say what becomes of one page: write it as the document is, or leave it',
  scope: 'connections:write',
  audit: { event: 'knowledge_sync.page_answered', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { ...ofConnection, document_id: 'document' },
  errors: ['not_outbound', 'not_syncable'],
  input: z.strictObject({
    id: Id,
    document_id: Id,
    /** write: whatever stands there, also when it was deleted. leave: as it is in Notion, for good. */
    answer: z.enum(['write', 'leave']),
  }),
  output: z.object({ page: MirroredPage, sync_run_id: Id.nullable() }),
});

export const makeDatabaseAgain = defineOperation({
  ...shared,
  id: 'makeDatabaseAgain',
  method: 'POST',
  path: `${at}/database`,
  summary: 'Make the database anew after it was deleted in Notion, and write all pages again',
  scope: 'connections:write',
  audit: { event: 'knowledge_sync.database_made_again', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: ofConnection,
  errors: ['not_outbound', 'not_syncable', 'database_is_there'],
  input: z.strictObject({ id: Id }),
  output: z.object({ knowledge_sync: KnowledgeSync, sync_run_id: Id.nullable() }),
});

export const confirmArchiving = defineOperation({
  ...shared,
  id: 'confirmArchiving',
  method: 'POST',
  path: `${at}/archiving`,
  summary: 'Say yes to putting many pages into the trash at once',
  scope: 'connections:write',
  audit: { event: 'knowledge_sync.archiving_confirmed', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: ofConnection,
  errors: ['not_outbound', 'not_syncable', 'nothing_to_archive', 'deletions_changed'],
  /** `up_to`: the number that was shown; give or take a tenth until it is done. */
  input: z.strictObject({ id: Id, up_to: z.int().min(1).max(10_000_000) }),
  output: z.object({ knowledge_sync: KnowledgeSync, sync_run_id: Id.nullable() }),
});

export const listKnowledgeRuns = defineOperation({
  ...shared,
  id: 'listKnowledgeRuns',
  method: 'GET',
  path: `${at}/runs`,
  summary: 'List runs, newest first, with what each did to the pages',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: ofConnection,
  errors: ['not_outbound'],
  input: z.strictObject({ id: Id, limit: limit(100, 25) }),
  output: z.object({ runs: z.array(KnowledgeRun) }),
});
