import type {
  Account,
  Answer,
  ApiKey,
  Connector,
  Given,
  Handle,
  OAuth,
  RequestSpec,
  StreamContext,
} from '@/lib/connectors/kit';
import { at, judge, text } from '@/lib/connectors/kit';
import { send, toSandbox, type Transport } from '@/lib/connectors/testing/walk';
import { SANDBOX_PROVIDERS } from '@/lib/sandbox/registry.gen';
import type { Sandbox } from '@/lib/sandbox/sandbox';

/** An account whose streams can be walked. */
export interface OpenAccount {
  label: string;
  headers: Record<string, string>;
  context: StreamContext;
  /** What the token endpoint answered; null where there is none. */
  token: Answer | null;
}

/** The sandbox's one app, and where it has people sent back to. */
export const APP = { client_id: 'sandbox', client_secret: 'sandbox' };
export const REDIRECT = 'http://localhost:3000/api/oauth/callback';

interface SignInOptions {
  /** Scopes the person keeps back. */
  withhold?: readonly string[];
  /** What the person says before leaving for the provider. */
  given?: Given;
}

/**
 * Signs in at the sandbox as the connector declares it, without database or engine. Throws with a
 * sentence when the provider says no.
 */
export async function openAccount(
  sandbox: Sandbox,
  connector: Connector,
  account: string,
  { withhold = [], given = {} }: SignInOptions = {},
): Promise<OpenAccount> {
  const { auth } = connector;
  const transport = toSandbox(sandbox);
  if (auth.method === 'webhook') throw new Error('Nothing is asked of who delivers to us.');
  if (auth.method === 'handle') {
    const fields = Object.fromEntries(auth.app_fields.map((field) => [field.key, 'sandbox']));
    return openHandle(connector, auth, { handle: account, fields }, transport);
  }
  if (auth.method === 'api_key') {
    const key = keyOf(connector, account);
    const fields = Object.fromEntries(
      auth.fields.map((field) => [field.key, field.secret ? key : account]),
    );
    return openWith(connector, auth, auth.apply(fields), transport, auth.facts?.(fields));
  }
  const token = await consented(sandbox, auth, account, { withhold, given });
  const headers = auth.apply(
    text(at(token.body, auth.token_at ?? '') ?? null, 'access_token') ?? '',
  );
  const facts = auth.facts?.(token.body) ?? {};
  return { ...(await openWith(connector, auth, headers, transport, facts)), token };
}

/** The key of a sandbox account. */
export function keyOf(connector: Connector, account: string): string {
  const provider = SANDBOX_PROVIDERS.find((one) => one.slug === connector.type);
  const key = provider?.accounts.find((one) => one.name === account)?.key;
  if (key !== undefined) return key;
  const names = provider?.accounts.map((one) => one.name).join(', ') ?? 'none';
  throw new Error(`The sandbox’s ${connector.name} has no account “${account}”. It has: ${names}.`);
}

/** Opens whatever account a key or token is good for. */
export async function openWith(
  connector: Connector,
  auth: OAuth | ApiKey,
  headers: Record<string, string>,
  transport: Transport,
  facts: Record<string, string> = {},
): Promise<OpenAccount> {
  const [place = {}, ...elsewhere] = auth.account.places ?? [];
  const places = [place, ...elsewhere].map((one) => ({ ...facts, ...one }));
  for (const [i, known] of places.entries()) {
    const asking = asked(connector, auth.account.request(known), headers, transport);
    const answer = i < places.length - 1 ? await asking.catch(() => null) : await asking;
    if (!answer) continue;
    const account: Account = auth.account.read(answer, known);
    if (account.id === '') break;
    const { id, label, details = {} } = account;
    const context = { account: { id, details: { ...known, ...details } }, config: {} };
    return { label, headers, context, token: null };
  }
  throw new Error(`${connector.name} answered, but did not say which account this is.`);
}

/** Opens a public account by its handle. */
export async function openHandle(
  connector: Connector,
  auth: Handle,
  { handle, fields }: { handle: string; fields: Record<string, string> },
  transport: Transport,
): Promise<OpenAccount> {
  const name = auth.normalize(handle);
  if (name === null) throw new Error(`“${handle}” is not a ${connector.name} handle.`);
  const headers = auth.apply(fields);
  const found = auth.read(await asked(connector, auth.resolve(name), headers, transport));
  if (!found) throw new Error(`${connector.name} has no account @${name}.`);
  const account = { id: found.external_account_id, details: { handle: found.handle } };
  return { label: `@${found.handle}`, headers, context: { account, config: {} }, token: null };
}

async function asked(
  connector: Connector,
  spec: RequestSpec,
  headers: Record<string, string>,
  transport: Transport,
): Promise<Answer> {
  const answer = await transport(spec, headers);
  const judged = judge(answer, connector.errors, Date.now(), new URL(spec.url).pathname);
  if (judged) throw new Error(`The account could not be asked for: ${judged.message}`);
  return answer;
}

/** Consents as a person would and exchanges the code as the connector declares. */
async function consented(
  sandbox: Sandbox,
  auth: OAuth,
  account: string,
  { withhold, given }: Required<SignInOptions>,
): Promise<Answer> {
  const page = new URL(addressOf(auth.authorize_url, given));
  const allowed = await sandbox.fetch(
    new Request(`http://sandbox/${page.host}${page.pathname}`, {
      method: 'POST',
      body: new URLSearchParams([
        ['client_id', APP.client_id],
        ['redirect_uri', REDIRECT],
        [
          auth.scope_param ?? 'scope',
          auth.scopes.map((one) => one.scope).join(auth.scope_separator),
        ],
        ['state', 's1'],
        ['other_account', account],
        ['decision', 'allow'],
        ...withhold.map((scope) => ['withhold', scope]),
      ]),
    }),
  );
  const back = allowed.headers.get('location');
  if (back === null) throw new Error(`The consent page refused the account “${account}”.`);
  const params = {
    grant_type: 'authorization_code',
    code: new URL(back).searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
  };
  const token = await send(sandbox, tokenRequest(auth, params, given), clientHeaders(auth));
  if (token.status !== 200) throw new Error(`The token endpoint answered ${token.status}.`);
  return token;
}

/** A call of the token endpoint, with the app's credentials where the provider wants them. */
export function tokenRequest(
  auth: OAuth,
  params: Record<string, string>,
  given: Given = {},
): RequestSpec {
  const form = auth.client_auth === 'body' ? { ...params, ...APP } : params;
  return {
    method: 'POST',
    url: addressOf(auth.token_url, given),
    ...(auth.token_body === 'json' ? { json: form } : { form }),
  };
}

const addressOf = (address: OAuth['token_url'], given: Given): string =>
  typeof address === 'string' ? address : address(given);

function clientHeaders(auth: OAuth): Record<string, string> {
  if (auth.client_auth === 'body') return {};
  const pair = Buffer.from(`${APP.client_id}:${APP.client_secret}`).toString('base64');
  return { authorization: `Basic ${pair}` };
}
