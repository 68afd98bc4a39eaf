import * as z from 'zod';
import { AuthMethod, Cadence, Category, Entity } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const CredentialField = z.object({
  key: z.string(),
  label: z.string(),
  required: z.boolean(),
  secret: z.boolean(),
  placeholder: z.string(),
  help: z.string(),
  /** Numbered steps, in order: where a person finds the value at the provider. */
  where_to_find: z.array(z.string()),
  find_url: z.string().nullable(),
  /** A regular expression the value must match; the form checks while typing. */
  pattern: z.string().nullable(),
});
export type CredentialField = z.infer<typeof CredentialField>;

export const CatalogStream = z.object({
  name: z.string(),
  label: z.string(),
  entity: Entity,
  sync_mode: z.enum(['incremental', 'full']),
  description: z.string(),
  /** The streams it is read through, and whether its first load can begin at a chosen time. */
  parents: z.array(z.string()),
  backfill: z.boolean(),
});

export const CatalogEntry = z.object({
  type: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.literal('first_party'),
  category: Category,
  auth_method: AuthMethod,
  ownership: z.enum(['workspace', 'personal']),
  direction: z.enum(['inbound', 'outbound']),
  instancing: z.enum(['single', 'multiple']),
  puller_status: z.enum(['live', 'planned']),
  connectable: z.boolean(),
  availability: z.enum(['available', 'coming_soon', 'not_configured']),
  availability_reason: z.string().nullable(),
  configured: z.boolean(),
  streams: z.array(CatalogStream),
  credential_fields: z.array(CredentialField),
  /** What is asked before a person leaves for the provider, given as `config`; never a secret. */
  connect_fields: z.array(CredentialField),
  scopes: z.array(z.object({ scope: z.string(), why: z.string(), required: z.boolean() })),
  tools: z.array(z.object({ name: z.string(), description: z.string() })),
  /** Example of what a person types for a handle connector, else null. */
  handle_placeholder: z.string().nullable(),
  /** What we do not do with the account, in plain words, shown before leaving for the provider. */
  promises: z.array(z.string()),
  docs_url: z.string().nullable(),
  logo: z.string().nullable(),
  keywords: z.array(z.string()),
  default_cadence: Cadence,
  federated_search: z.literal(false),
  version: z.string(),
  /** About how long connecting takes, and who has to do it at the provider; null: anybody may. */
  set_up_minutes: z.int(),
  role_needed: z.string().nullable(),
  /** What is wrong at the provider now, as far as the syncs of this installation show. */
  trouble: z.string().nullable(),
  /** Whether you asked to be told when it can be connected. */
  wished: z.boolean(),
});
export type CatalogEntry = z.infer<typeof CatalogEntry>;

export const getCatalog = defineOperation({
  id: 'getCatalog',
  method: 'GET',
  path: '/api/platform/v1/connections/catalog',
  tag: 'Catalog',
  surface: 'connections',
  summary: 'List every connector, connectable or not',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({
    kind: z.enum(['first_party']).optional(),
    category: Category.optional(),
  }),
  output: z.object({ connectors: z.array(CatalogEntry) }),
});
