import type { Json } from '@/lib/contract/common';
import { at, text } from '@/lib/connectors/kit';
import { setting, type AuthProvider } from '@/lib/oauth/auth-providers/provider';
import { TokenError } from '@/lib/oauth/errors';

const API = 'https://backend.composio.dev/api/v3';

/**
 * Composio (API v3, "Get connected account by ID"): `state.val` holds what the account's requests
 * need, `data` the same in older projects. Tokens come masked unless the project allows secrets to
 * be read.
 */
export const composio: AuthProvider = {
  id: 'composio',
  name: 'Composio',
  docs_url: 'https://docs.composio.dev/reference/api-reference/connected-accounts',
  hosts: ['backend.composio.dev'],
  fields: [
    setting('api_key', 'API key', {
      placeholder: 'ak_…',
      help: 'A key of the project that keeps the accounts.',
      where_to_find: ['Open the project', 'Settings', 'API keys'],
      find_url: 'https://platform.composio.dev',
    }),
  ],
  account_placeholder: 'ca_…',
  check: async (settings, ask) => {
    await ask({ url: `${API}/connected_accounts`, query: { limit: 1 } }, headersOf(settings));
  },
  fetch: async (settings, account, ask) => {
    const url = `${API}/connected_accounts/${encodeURIComponent(account)}`;
    const { body } = await ask({ url }, headersOf(settings));
    const status = text(body, 'status') ?? 'unknown';
    if (status !== 'ACTIVE')
      throw new TokenError(
        'gone',
        `Composio says that the account is ${status.toLowerCase()}. Connect it there again.`,
      );
    const kept = at(body, 'state.val') ?? at(body, 'data');
    const access_token = text(kept, 'access_token');
    if (access_token === null || /\*{3}|REDACTED/.test(access_token))
      throw new TokenError(
        'operator',
        'Composio does not show the token. Allow secrets of connected accounts to be read in the ' +
          'settings of its project.',
      );
    // Composio renews a token before it ends, so how long it has left is not said.
    return { access_token, expires_at: null, details: kept as Record<string, Json> };
  },
};

const headersOf = ({ api_key = '' }: Readonly<Record<string, string>>) => ({
  'x-api-key': api_key,
});
