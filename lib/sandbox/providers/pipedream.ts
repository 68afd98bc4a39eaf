import { json } from '@/lib/sandbox/kit/call';
import type { Call } from '@/lib/sandbox/kit/call';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import { keepTokens, keptTokens, tokensIn } from '@/lib/sandbox/kit/kept-tokens';
import { bearerOf } from '@/lib/sandbox/kit/oauth';
import { oneOf, text, truth, whole } from '@/lib/sandbox/kit/params';
import { defineSandboxProvider } from '@/lib/sandbox/kit/provider';
import { Refused, refuseParameter } from '@/lib/sandbox/kit/refusal';

const ACCOUNTS = '/v1/connect/{project}/accounts';
const PROJECT = { name: 'proj_sandbox', note: 'A project that keeps accounts', key: 'sandbox' };
/** Its own tokens are good for an hour; the sandbox has one. */
const TOKEN = 'pd_sandbox_token';

const { get, post, open } = endpointsFor<string>();

/** From the Connect API reference: accounts of other services, kept with their credentials. */
export default defineSandboxProvider({
  slug: 'pipedream',
  name: 'Pipedream',
  hosts: ['api.pipedream.com'],
  connect:
    'Auth provider: set it up with client sandbox, secret sandbox, project proj_sandbox and ' +
    'environment development, then leave tokens with it.',
  accounts: [PROJECT],
  streams: [],
  open: () => null,
  sign_in: (call) => (bearerOf(call) === TOKEN && inProject(call) ? PROJECT.name : null),
  endpoints: [
    open.post('/v1/oauth/token', {
      body: {
        grant_type: oneOf(['client_credentials'], null),
        client_id: text(),
        client_secret: text(),
      },
      answer: ({ body }) => {
        if (body.client_id !== 'sandbox' || body.client_secret !== 'sandbox')
          throw new Refused({ status: 401, why: 'sign_in', message: 'invalid_client' });
        return json(200, { access_token: TOKEN, token_type: 'Bearer', expires_in: 3_600 });
      },
    }),
    get(ACCOUNTS, {
      query: { limit: whole(1, 100, 10), include_credentials: truth(false) },
      answer: ({ world, query }) => {
        const data = [...world.memory.keys()].slice(0, query.limit).map((id) => ({ id }));
        return json(200, { page_info: { total_count: data.length, count: data.length }, data });
      },
    }),
    post(ACCOUNTS, {
      body: { app_slug: text(), cfmap_json: text(), external_id: text() },
      answer: ({ world, body }) => {
        const tokens = tokensIn(body.app_slug ?? '', parsed(body.cfmap_json));
        if (!tokens) return refuseParameter('cfmap_json', '', 'holds no token');
        return json(200, { data: { id: keepTokens(world, 'apn_', tokens) } });
      },
    }),
    get(`${ACCOUNTS}/{id}`, {
      query: { include_credentials: truth(false) },
      answer: ({ world, path, query }) => {
        const id = path.id as string;
        const kept = keptTokens(world, id);
        if (kept === null)
          throw new Refused({ status: 404, why: 'not_found', message: 'record not found' });
        const is_dead = kept === 'dead';
        return json(200, {
          id,
          healthy: !is_dead,
          dead: is_dead,
          app: { name_slug: is_dead ? 'unknown' : kept.app },
          ...(query.include_credentials && !is_dead
            ? { credentials: { ...kept.fields, oauth_access_token: kept.access_token } }
            : {}),
          expires_at: null,
          error: is_dead ? 'The account could not be refreshed' : null,
        });
      },
    }),
  ],
  refuse: ({ status, message }) => json(status, { error: message }),
});

/** Which project and environment a call names. */
const inProject = (call: Call): boolean =>
  call.path.startsWith(`/v1/connect/${PROJECT.name}/`) &&
  /^(development|production)$/.test(call.header('x-pd-environment') ?? '');

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
