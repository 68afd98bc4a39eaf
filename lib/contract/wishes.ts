import * as z from 'zod';
import { Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

const type = z.string().max(60);

export const wishForConnector = defineOperation({
  id: 'wishForConnector',
  method: 'PUT',
  path: '/api/platform/v1/catalog/{type}/wish',
  tag: 'Catalog',
  surface: 'connections',
  summary: 'Ask to be told when a connector can be connected',
  scope: 'connections:write',
  audit: { none: 'what a person waits for is their own' },
  idempotency: 'idempotent',
  not_found: { type: 'connector' },
  input: z.strictObject({ type }),
  output: z.object({ type: z.string(), wished: z.literal(true) }),
});

export const withdrawWish = defineOperation({
  id: 'withdrawWish',
  method: 'DELETE',
  path: '/api/platform/v1/catalog/{type}/wish',
  tag: 'Catalog',
  surface: 'connections',
  summary: 'Wait for a connector no longer, or have seen that it is there',
  scope: 'connections:write',
  audit: { none: 'what a person waits for is their own' },
  idempotency: 'idempotent',
  not_found: { type: 'connector' },
  input: z.strictObject({ type }),
  output: z.object({ type: z.string(), wished: z.literal(false) }),
});

export const requestConnector = defineOperation({
  id: 'requestConnector',
  method: 'POST',
  path: '/api/platform/v1/catalog/requests',
  tag: 'Catalog',
  surface: 'connections',
  summary: 'Ask for a connector that there is not',
  scope: 'connections:write',
  audit: { none: 'what a person waits for is their own' },
  idempotency: 'idempotent',
  input: z.strictObject({
    name: z.string().trim().min(1).max(80),
    /** What it would be used for. */
    note: z.string().trim().max(500).optional(),
  }),
  /**
   * `existing_type`: the catalog has it under this type, and nothing was kept. `votes`: how many
   * people of this installation ask for it, this one included.
   */
  output: z.object({ name: z.string(), existing_type: z.string().nullable(), votes: z.int() }),
});

/** A connector people wait for. */
export const Wish = z.object({
  /** Null: the catalog does not have it. */
  connector_type: z.string().nullable(),
  name: z.string(),
  votes: z.int(),
  workspaces: z.int(),
  last_at: Timestamp,
  /** Who asked, the newest first, ten at most. */
  askers: z.array(z.object({ name: z.string(), email: z.string(), workspace: z.string() })),
  /** What they would use it for, the newest first, ten at most. */
  notes: z.array(z.string()),
});
export type Wish = z.infer<typeof Wish>;

export const listWishes = defineOperation({
  id: 'listWishes',
  method: 'GET',
  path: '/api/admin/connector-wishes',
  tag: 'Platform',
  surface: 'platform',
  summary: 'List the connectors people wait for, those most asked for first',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ wishes: z.array(Wish) }),
});
