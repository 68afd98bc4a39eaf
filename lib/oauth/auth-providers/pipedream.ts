import type { Json } from '@/lib/contract/common';
import { at, text } from '@/lib/connectors/kit';
import {
  setting,
  type AskAuthProvider,
  type AuthProvider,
} from '@/lib/oauth/auth-providers/provider';
import { TokenError } from '@/lib/oauth/errors';

const API = 'https://api.pipedream.com/v1';

/**
 * Pipedream Connect ("Retrieve account"): credentials are shown only to the project whose own OAuth
 * client the account was connected with. `dead` stays so, `healthy: false` may pass.
 */
export const pipedream: AuthProvider = {
  id: 'pipedream',
  name: 'Pipedream',
  docs_url: 'https://pipedream.com/docs/connect/api-reference/retrieve-account',
  hosts: ['api.pipedream.com'],
  fields: [
    setting('client_id', 'Client ID', {
      secret: false,
      help: 'The OAuth client of your Pipedream workspace.',
      where_to_find: ['Open the workspace', 'Settings', 'API'],
      find_url: 'https://pipedream.com/settings/api',
    }),
    setting('client_secret', 'Client secret'),
    setting('project_id', 'Project ID', { secret: false, placeholder: 'proj_…' }),
    setting('environment', 'Environment', {
      secret: false,
      placeholder: 'production',
      help: 'development or production.',
      pattern: '^(development|production)$',
    }),
  ],
  account_placeholder: 'apn_…',
  check: async (settings, ask) => {
    await ask(
      { url: `${projectOf(settings)}/accounts`, query: { limit: 1 } },
      await headersFor(settings, ask),
    );
  },
  fetch: async (settings, account, ask) => {
    const url = `${projectOf(settings)}/accounts/${encodeURIComponent(account)}`;
    const query = { include_credentials: true };
    const answer = await ask({ url, query }, await headersFor(settings, ask));
    const body = at(answer.body, 'data') ?? answer.body; // older answers wrap it
    if (at(body, 'dead') === true)
      throw new TokenError('gone', 'Pipedream says that the account is dead. Connect it again.');
    const access_token = text(body, 'credentials.oauth_access_token');
    if (access_token === null)
      throw new TokenError(
        'operator',
        'Pipedream does not show the token. The account must have been connected with an OAuth ' +
          'client of your own.',
      );
    return {
      access_token,
      expires_at: text(body, 'expires_at'),
      details: (at(body, 'credentials') ?? {}) as Record<string, Json>,
    };
  },
};

const projectOf = ({ project_id = '' }: Readonly<Record<string, string>>): string =>
  `${API}/connect/${encodeURIComponent(project_id)}`;

/** Its API is opened by a token of its own, good for an hour; one is taken for each question. */
async function headersFor(
  { client_id, client_secret, environment = 'production' }: Readonly<Record<string, string>>,
  ask: AskAuthProvider,
): Promise<Record<string, string>> {
  const { body } = await ask(
    {
      method: 'POST',
      url: `${API}/oauth/token`,
      json: { grant_type: 'client_credentials', client_id, client_secret } as never,
    },
    {},
  );
  const token = text(body, 'access_token');
  if (token === null) throw new TokenError('transient', 'Pipedream gave no token of its own.');
  return { authorization: `Bearer ${token}`, 'x-pd-environment': environment };
}
