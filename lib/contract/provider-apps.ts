import * as z from 'zod';
import { Timestamp } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

/** The OAuth client of the installation at one provider. Never its secret. */
export const ProviderApp = z.object({
  type: z.string(),
  name: z.string(),
  /** Null: it is not set up. */
  client_id: z.string().nullable(),
  /** stored: entered here; it wins over one in the environment. */
  source: z.enum(['stored', 'environment']).nullable(),
  /** To be entered at the provider exactly like this. */
  redirect_uri: z.string(),
  docs_url: z.string().nullable(),
  /** What its app has to be allowed to ask for, and what for; of some providers nothing. */
  scopes: z.array(z.object({ scope: z.string(), why: z.string(), required: z.boolean() })),
  updated_at: Timestamp.nullable(),
});
export type ProviderApp = z.infer<typeof ProviderApp>;

const type = z.string().max(60);
const client_id = z.string().trim().min(1).max(400);
const client_secret = z.string().trim().min(1).max(2_048);
const shared = { tag: 'Platform', surface: 'platform', not_found: { type: 'connector' } } as const;

export const listProviderApps = defineOperation({
  id: 'listProviderApps',
  method: 'GET',
  path: '/api/admin/provider-apps',
  tag: 'Platform',
  surface: 'platform',
  summary: 'List the provider apps of the installation, with the redirect URI of each',
  scope: 'platform:read',
  audit: { none: 'read only' },
  idempotency: 'safe',
  input: z.strictObject({}),
  output: z.object({ provider_apps: z.array(ProviderApp) }),
});
export const setProviderApp = defineOperation({
  ...shared,
  id: 'setProviderApp',
  method: 'PUT',
  path: '/api/admin/provider-apps/{type}',
  summary: 'Enter the app of a connector; its secret is kept encrypted',
  scope: 'platform:write',
  audit: { event: 'provider_app.set', target: { input: 'type' } },
  idempotency: 'idempotent',
  input: z.strictObject({ type, client_id, client_secret }),
  output: z.object({ provider_app: ProviderApp }),
});
export const deleteProviderApp = defineOperation({
  ...shared,
  id: 'deleteProviderApp',
  method: 'DELETE',
  path: '/api/admin/provider-apps/{type}',
  summary: 'Forget the app that was entered for a connector',
  scope: 'platform:write',
  audit: { event: 'provider_app.removed', target: { input: 'type' } },
  idempotency: 'idempotent',
  input: z.strictObject({ type }),
  output: z.object({ provider_app: ProviderApp }),
});
export const testProviderApp = defineOperation({
  ...shared,
  id: 'testProviderApp',
  method: 'POST',
  path: '/api/admin/provider-apps/{type}/test',
  summary: 'Ask the provider whether it knows the app',
  scope: 'platform:write',
  audit: { none: 'read only at the provider' },
  idempotency: 'not_idempotent',
  errors: ['connector_not_connectable', 'provider_misconfigured'],
  /** Without client_id and client_secret: the app that is set up. With them: this one, not kept. */
  input: z.strictObject({
    type,
    client_id: client_id.optional(),
    client_secret: client_secret.optional(),
  }),
  output: z.object({ verdict: z.enum(['accepted', 'rejected', 'unknown']), said: z.string() }),
});
