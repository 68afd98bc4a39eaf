import {
  judge,
  limitsFor,
  providerText,
  type Account,
  type Answer,
  type ApiKey,
  type Connector,
  type Handle,
  type HandleAccount,
  type Judgement,
  type OAuth,
  type RequestSpec,
} from '@/lib/connectors/kit';
import { DomainError } from '@/lib/contract/errors';
import { EgressRefused, NetworkError, send, Unsendable, type Route } from '@/lib/egress/service';
import { now } from '@/lib/platform/clock';

/** A person waits for the answer: a slow provider is a failed check, not a hanging form. */
const CHECK_TIMEOUT_MS = 15_000;

/**
 * How a check reaches the provider. Checks have a budget of their own: they belong to no connection
 * yet.
 */
export const checkRoute = (
  connector: Connector,
  workspace: { id: string; mode: 'live' | 'sandbox' },
): Route => ({
  hosts: connector.hosts,
  may_change: connector.direction === 'outbound',
  mode: workspace.mode,
  limits: limitsFor(connector.limits, {}),
  keys: {
    connection: `check/${workspace.id}/${connector.type}`,
    app: `app/${connector.type}/${workspace.mode}`,
  },
});

/**
 * Asks the provider whose credential this is. `facts` of token answer or fields reach the call and join
 * the account's details. Where an account may live in several places the first that knows the
 * credential is meant. Throws a DomainError that says what the provider said.
 */
export async function identifyAccount(
  connector: Connector & { auth: OAuth | ApiKey },
  headers: Record<string, string>,
  route: Route,
  facts: Record<string, string> = {},
): Promise<Account> {
  const places = connector.auth.account.places ?? [{}];
  for (const [i, place] of places.entries()) {
    try {
      return await accountAt(connector, headers, route, { ...facts, ...place });
    } catch (error) {
      const isElsewhere = error instanceof DomainError && error.code === 'credential_rejected';
      if (!isElsewhere || i === places.length - 1) throw error;
    }
  }
  throw new Error(`${connector.name} has no place to ask`);
}

async function accountAt(
  connector: Connector & { auth: OAuth | ApiKey },
  headers: Record<string, string>,
  route: Route,
  facts: Record<string, string>,
): Promise<Account> {
  const account = clean(
    connector.auth.account.read(
      await ask(connector, connector.auth.account.request(facts), headers, route),
      facts,
    ),
  );
  if (account.id === '')
    throw new DomainError('provider_unavailable', {
      detail: `${connector.name} answered, but did not say which account this is.`,
    });
  return { ...account, details: { ...facts, ...account.details } };
}

/**
 * Looks a public handle up. Throws handle_invalid, handle_not_found, provider_unsupported, or what
 * the provider's trouble is.
 */
export async function resolveAccount(
  connector: Connector & { auth: Handle },
  input: string,
  app_fields: Record<string, string> | null,
  route: Route,
): Promise<HandleAccount> {
  const unsupported = connector.auth.unsupported?.(input) ?? null;
  if (unsupported !== null) throw new DomainError('provider_unsupported', { detail: unsupported });
  const handle = connector.auth.normalize(input);
  if (handle === null)
    throw new DomainError('handle_invalid', {
      detail: `"${input}" is not a ${connector.name} handle. It looks like ${connector.auth.placeholder}.`,
    });
  if (!app_fields)
    throw new DomainError('connector_not_connectable', {
      detail: `${connector.name} is not set up on this installation.`,
    });
  const found = connector.auth.read(
    await ask(connector, connector.auth.resolve(handle), connector.auth.apply(app_fields), route),
  );
  if (!found)
    throw new DomainError('handle_not_found', {
      detail: `${connector.name} has no account @${handle}.`,
    });
  return clean(found);
}

/** What a provider says about an account is stored and shown: every text of it passes the door. */
const clean = <T extends Account | HandleAccount>(account: T): T =>
  Object.fromEntries(
    Object.entries(account).map(([name, value]) => [name, cleanValue(value as unknown)]),
  ) as unknown as T;
/** Addresses of pictures are this long. */
const LONGEST_TEXT = 2_000;
const cleanValue = (value: unknown): unknown => {
  if (typeof value === 'string') return providerText(value, LONGEST_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, cleanValue(v)]));
};

async function ask(
  connector: Connector,
  spec: RequestSpec,
  headers: Record<string, string>,
  route: Route,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await send(spec, route, { headers, timeout_ms: CHECK_TIMEOUT_MS });
  } catch (error) {
    if (error instanceof NetworkError)
      throw new DomainError('provider_unavailable', {
        detail: `${connector.name} could not be reached. ${error.message}`,
        cause: error,
      });
    if (error instanceof Unsendable)
      throw new DomainError('credential_rejected', {
        detail: `It cannot be right: ${error.message}.`,
      });
    if (error instanceof EgressRefused)
      throw new DomainError('provider_misconfigured', {
        detail: `${connector.name} could not be asked: ${error.message}.`,
        cause: error,
      });
    throw error;
  }
  const judgement = judge(answer, connector.errors, now(), new URL(spec.url).pathname);
  if (judgement) throw refused(connector, judgement);
  return answer;
}

function refused(connector: Connector, { verdict, message }: Judgement): DomainError {
  switch (verdict) {
    case 'retry':
      return new DomainError('provider_unavailable', { detail: message });
    case 'rate_limited':
      return new DomainError('provider_rate_limited', { detail: message });
    case 'operator':
      return new DomainError('provider_misconfigured', { detail: message });
    case 'empty_page':
    case 'gone':
      return new DomainError('handle_not_found', { detail: message });
    default:
      return new DomainError(
        connector.auth.method === 'handle' ? 'provider_misconfigured' : 'credential_rejected',
        { detail: message },
      );
  }
}
