import * as z from 'zod';
import { AUTH_TYPE, STATUS } from '@/lib/dialects/v1/words';
import { Timestamp } from '@/lib/contract/common';

const valuesOf = <T extends string>(words: Record<string, T>) =>
  z.enum([...new Set(Object.values(words))] as [T, ...T[]]);

export const CredentialField = z.object({
  key: z.string(),
  label: z.string(),
  required: z.boolean(),
  secret: z.boolean(),
  placeholder: z.string(),
  help: z.string(),
});

export const Connector = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  authType: valuesOf(AUTH_TYPE),
  configured: z.boolean(),
  availability: z.string(),
  availabilityReason: z.string().optional(),
  tools: z.array(z.object({ name: z.string(), description: z.string() })),
  credentialFields: z.array(CredentialField).optional(),
});

export const Connection = z.object({
  id: z.uuid(),
  connectorSlug: z.string(),
  label: z.string(),
  status: valuesOf(STATUS),
  accountLabel: z.string().nullable(),
  lastError: z.string().nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  deletedAt: Timestamp.nullable(),
});

/** A connection and the next step to take, if there is one. */
export const Started = z.object({
  connection: Connection,
  oauthUrl: z.string().nullable(),
  credentialSubmitUrl: z.string().nullable(),
});

export const Refusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    /** The code of the canonical API, which says more. */
    reason: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

/** What the OpenAPI document calls them. */
export const NAMED = { Connector, Connection, Started, Refusal, CredentialField };
