import * as z from 'zod';
import { Id, limit, Moment, Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const KNOWLEDGE_CATEGORIES = ['docs', 'calls', 'tickets', 'written'] as const;
/**
 * docs: documents that were synced. calls: notes, summaries and transcripts of calls. tickets:
 * tickets that were synced. written: what the API wrote.
 */
export const KnowledgeCategory = z.enum(KNOWLEDGE_CATEGORIES);
export type KnowledgeCategory = z.infer<typeof KnowledgeCategory>;

/** Bytes of markdown in UTF-8. */
export const MOST_MARKDOWN = 1_000_000;
const ExternalId = z.string().regex(/^[\w.:~@-]{1,200}$/);
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^,]*$/, 'A tag holds no comma.');

export const KnowledgeDocument = z.object({
  id: Id,
  /** What it is addressed by. Those that come from records begin with `record:`. */
  external_id: z.string(),
  category: KnowledgeCategory,
  /** Whose record it is; null: the API wrote it. */
  connection_id: Id.nullable(),
  stream: z.string().nullable(),
  record_id: z.string().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  tags: z.array(z.string()),
  /** How many characters of markdown there are. */
  characters: z.int(),
  /** What was synced was longer than a document may be, and is cut. */
  truncated: z.boolean(),
  hash: z.string(),
  /** Rises by one with every change. */
  version: z.int(),
  created_at: Timestamp,
  updated_at: Timestamp,
  deleted: z.boolean(),
});
export type KnowledgeDocument = z.infer<typeof KnowledgeDocument>;

const WithMarkdown = KnowledgeDocument.extend({ markdown: z.string() });
const shared = { tag: 'Knowledge', surface: 'connections' } as const;
const at = '/api/platform/v1/knowledge/documents/{external_id}';

export const listDocuments = defineOperation({
  ...shared,
  id: 'listDocuments',
  method: 'GET',
  path: '/api/platform/v1/knowledge/documents',
  summary: 'List what the workspace knows, in order of change',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  errors: ['invalid_cursor'],
  input: z.strictObject({
    category: KnowledgeCategory.optional(),
    connection_id: Id.optional(),
    tag: z.string().max(100).optional(),
    updated_after: Moment.optional(),
    /** Part of the title. */
    q: z.string().max(200).optional(),
    /** Tombstones too, for a reader that follows what is deleted. */
    deleted: z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] }).default(false),
    cursor: z.string().max(200).optional(),
    limit: limit(200, 50),
  }),
  output: z.object({
    documents: z.array(KnowledgeDocument),
    /** Given even when there is no more yet: a later call goes on from there. */
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
  }),
});

export const getDocument = defineOperation({
  ...shared,
  id: 'getDocument',
  method: 'GET',
  path: at,
  summary: 'Get one document with its markdown',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  not_found: { external_id: 'document' },
  input: z.strictObject({ external_id: ExternalId }),
  output: WithMarkdown,
});

export const putDocument = defineOperation({
  ...shared,
  id: 'putDocument',
  method: 'PUT',
  path: at,
  summary: 'Write a document under an id of your own; the same again changes nothing',
  scope: 'connections:write',
  audit: { event: 'document.put', target: { input: 'external_id' } },
  idempotency: 'idempotent',
  not_found: { external_id: 'document' },
  errors: ['document_of_a_record'],
  input: z.strictObject({
    external_id: ExternalId,
    title: z.string().trim().min(1).max(500),
    /** At most 1,000,000 bytes in UTF-8. */
    markdown: z.string(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .nullish(),
    tags: z.array(Tag).max(50).default([]),
  }),
  output: z.object({ created: z.boolean(), changed: z.boolean(), document: KnowledgeDocument }),
});

export const deleteDocument = defineOperation({
  ...shared,
  id: 'deleteDocument',
  method: 'DELETE',
  path: at,
  summary: 'Delete a document that the API wrote',
  scope: 'connections:delete',
  audit: { event: 'document.deleted', target: { input: 'external_id' } },
  idempotency: 'idempotent',
  not_found: { external_id: 'document' },
  errors: ['document_of_a_record'],
  input: z.strictObject({ external_id: ExternalId }),
  output: z.object({ external_id: z.string(), deleted: z.literal(true) }),
});

export const tagDocument = defineOperation({
  ...shared,
  id: 'tagDocument',
  method: 'PATCH',
  path: at,
  summary: 'Set the tags of any document; those of a record keep them when it changes',
  scope: 'connections:write',
  audit: { event: 'document.tagged', target: { input: 'external_id' } },
  idempotency: 'idempotent',
  not_found: { external_id: 'document' },
  input: z.strictObject({ external_id: ExternalId, tags: z.array(Tag).max(50) }),
  output: z.object({ changed: z.boolean(), document: KnowledgeDocument }),
});
