import * as z from 'zod';
import { Id } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** The list of connections as somebody likes to see it. */
export const SavedView = z.object({
  id: Id,
  name: z.string(),
  /** Search, filters, order and columns, as the query of the console’s address. */
  query: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;

const own = 'what a person likes to see is their own';

export const listViews = defineOperation({
  id: 'listViews',
  method: 'GET',
  path: '/api/platform/v1/views',
  tag: 'Account',
  surface: 'account',
  summary: 'List your saved views of the connections',
  scope: null,
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ views: z.array(SavedView) }),
});

export const saveView = defineOperation({
  id: 'saveView',
  method: 'PUT',
  path: '/api/platform/v1/views',
  tag: 'Account',
  surface: 'account',
  summary: 'Keep a view under a name; one of that name is replaced',
  scope: null,
  audit: { none: own },
  idempotency: 'idempotent',
  input: z.strictObject({ name: z.string().trim().min(1).max(40), query: z.string().max(2_000) }),
  output: z.object({ view: SavedView }),
});

export const deleteView = defineOperation({
  id: 'deleteView',
  method: 'DELETE',
  path: '/api/platform/v1/views/{id}',
  tag: 'Account',
  surface: 'account',
  summary: 'Forget one of your saved views',
  scope: null,
  audit: { none: own },
  idempotency: 'idempotent',
  not_found: { id: 'view' },
  input: z.strictObject({ id: Id }),
  output: z.object({ id: Id, deleted: z.literal(true) }),
});
