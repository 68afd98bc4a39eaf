import type * as z from 'zod';
import type { AuthProvider } from '@/lib/contract/auth-providers';
import type { Examples } from '@/lib/contract/examples/example';

const COMPOSIO: z.output<typeof AuthProvider> = {
  id: 'composio',
  name: 'Composio',
  docs_url: 'https://docs.composio.dev/reference/api-reference/connected-accounts',
  configured: true,
  fields: [
    {
      key: 'api_key',
      label: 'API key',
      required: true,
      secret: true,
      placeholder: 'ak_…',
      help: 'A key of the project that keeps the accounts.',
      where_to_find: ['Open the project', 'Settings', 'API keys'],
      find_url: 'https://platform.composio.dev',
      pattern: null,
    },
  ],
  account_placeholder: 'ca_…',
  updated_at: '2026-11-30T09:12:00.000Z',
};

/** Services that keep authorizations and hand out their tokens. */
export const AUTH_PROVIDER_EXAMPLES = {
  listAuthProviders: [
    { summary: 'All of them', input: {}, output: { auth_providers: [COMPOSIO] } },
  ],
  setAuthProvider: [
    {
      summary: 'Set Composio up',
      input: { id: 'composio', settings: { api_key: 'ak_4fQ2mZ8sVxT1kLr7NwYp' } },
      output: { auth_provider: COMPOSIO },
    },
  ],
  removeAuthProvider: [
    {
      summary: 'Forget it',
      input: { id: 'composio' },
      output: { auth_provider: { ...COMPOSIO, configured: false, updated_at: null } },
    },
  ],
} satisfies Examples;
