import { json } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { keepTokens, keptTokens, tokensIn } from '@/lib/sandbox/kit/kept-tokens';
import type { KeptTokens } from '@/lib/sandbox/kit/kept-tokens';
import { text, value, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

const API = '/api/v3/connected_accounts';
const PROJECT = {
  name: 'sandbox',
  note: 'A project that keeps accounts',
  key: 'ak_sandbox_project',
};

const { get, post } = endpointsFor<string>();

/** From the API reference, version 3: accounts of other services, kept with their tokens. */
export default defineSandboxProvider({
  slug: 'composio',
  name: 'Composio',
  hosts: ['backend.composio.dev'],
  connect: 'Auth provider: set it up with this API key, then leave tokens with it.',
  accounts: [PROJECT],
  streams: [],
  open: () => null,
  sign_in: (call) => (call.header('x-api-key') === PROJECT.key ? PROJECT.name : null),
  endpoints: [
    get(API, {
      query: { limit: whole(1, 1_000, 20), cursor: text() },
      answer: ({ world, query }) => {
        const ids = [...world.memory.keys()].slice(0, query.limit);
        const items = ids.map((id) => ({ id, status: statusOf(keptTokens(world, id)) }));
        return json(200, { items, next_cursor: null, total_pages: 1, total_items: items.length });
      },
    }),
    post(API, {
      body: { auth_config: value(), connection: value() },
      answer: ({ world, body }) => {
        const app = (body.auth_config as { id?: unknown } | undefined)?.id;
        const { state } = (body.connection ?? {}) as { state?: { val?: unknown } };
        const tokens = typeof app === 'string' ? tokensIn(app, state?.val) : null;
        if (!tokens) return refuseParameter('connection', '', 'holds no token');
        const id = keepTokens(world, 'ca_', tokens);
        return json(201, { id, status: 'ACTIVE', connectionData: { authScheme: 'OAUTH2' } });
      },
    }),
    get(`${API}/{id}`, {
      answer: ({ world, path }) => {
        const id = path.id as string;
        const kept = keptTokens(world, id);
        if (kept === null)
          throw new Refused({ status: 404, why: 'not_found', message: 'No such account' });
        const status = statusOf(kept);
        const val =
          kept === 'dead'
            ? { status }
            : {
                ...kept.fields,
                status,
                access_token: kept.access_token,
                refresh_token: kept.refresh_token,
                token_type: 'bearer',
              };
        const slug = kept === 'dead' ? 'unknown' : kept.app;
        return json(200, {
          id,
          status,
          status_reason: kept === 'dead' ? 'The token could not be renewed' : null,
          is_disabled: false,
          toolkit: { slug },
          auth_config: { id: slug, auth_scheme: 'OAUTH2', is_composio_managed: false },
          state: { authScheme: 'OAUTH2', val },
          data: val,
        });
      },
    }),
  ],
  refuse: ({ status, message }) =>
    json(status, { error: { message, slug: 'Request_Failed', status, request_id: 'sandbox' } }),
});

const statusOf = (kept: KeptTokens | 'dead' | null): string =>
  kept === 'dead' ? 'EXPIRED' : 'ACTIVE';
