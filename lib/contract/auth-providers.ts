import * as z from 'zod';
import { CredentialField } from '@/lib/contract/catalog';
import { Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** A service that keeps authorizations and hands out their tokens. Never what was entered. */
export const AuthProvider = z.object({
  id: z.string(),
  name: z.string(),
  docs_url: z.string(),
  /** Whether this workspace has entered what it wants. */
  configured: z.boolean(),
  /** What is to be entered as `settings`. */
  fields: z.array(CredentialField),
  /** What an `auth_provider_account` looks like. */
  account_placeholder: z.string(),
  updated_at: Timestamp.nullable(),
});
export type AuthProvider = z.infer<typeof AuthProvider>;

const id = z.string().min(1).max(40);
const shared = {
  tag: 'Connections',
  surface: 'connections',
  scope: 'workspace:write',
  not_found: { id: 'auth_provider' },
  idempotency: 'idempotent',
} as const;

export const listAuthProviders = defineOperation({
  id: 'listAuthProviders',
  method: 'GET',
  path: '/api/platform/v1/auth-providers',
  tag: 'Connections',
  surface: 'connections',
  summary: 'List the services that can hand out tokens, and whether they are set up',
  scope: 'connections:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ auth_providers: z.array(AuthProvider) }),
});

export const setAuthProvider = defineOperation({
  ...shared,
  id: 'setAuthProvider',
  method: 'PUT',
  path: '/api/platform/v1/auth-providers/{id}',
  summary: 'Set an auth provider up: what is sent is checked there and kept encrypted',
  audit: { event: 'auth_provider.set', target: { input: 'id' } },
  errors: ['credential_rejected', 'provider_unavailable'],
  input: z.strictObject({
    id,
    settings: z.record(z.string().max(60), z.string().trim().max(8_192)),
  }),
  output: z.object({ auth_provider: AuthProvider }),
});

export const removeAuthProvider = defineOperation({
  ...shared,
  id: 'removeAuthProvider',
  method: 'DELETE',
  path: '/api/platform/v1/auth-providers/{id}',
  summary: 'Forget what was entered; connections that use it need another credential',
  audit: { event: 'auth_provider.removed', target: { input: 'id' } },
  input: z.strictObject({ id }),
  output: z.object({ auth_provider: AuthProvider }),
});
