import type { Answer, ChangeRequest, Field, RequestSpec } from '@/lib/connectors/kit';

/** Asks the provider, as the connection or by what the person gave. Throws what it refused with. */
export type AskProvider = (spec: RequestSpec | ChangeRequest) => Promise<Answer>;

/** What a registration is made of. */
export interface Registering {
  ask: AskProvider;
  /** Type of the connection that asks; null: what the person gave does. */
  connector_type: string | null;
  url: string;
  secret: string;
  /** What the person gave, by the key of its field. */
  given: Readonly<Record<string, string>>;
  now_ms: number;
}

/** What the provider calls what we registered there. Never a secret. */
export interface Registered {
  registration: Record<string, string>;
  /** The secret is the provider's choice, not ours. */
  secret?: string;
  /** ISO 8601; absent: it lasts. */
  lapses_at?: string;
}

/** How a provider is asked to deliver to an address of ours. One value a file in registrars/. */
export interface Registrar {
  /** Slug of the receiver. */
  provider: string;
  /** The connectors whose credential asks; none: what the person gives does. */
  connectors: readonly string[];
  /** It is asked by itself for every such connection, and asked again before it lapses. */
  automatic?: boolean;
  /** Deliveries come to one endpoint of the whole platform, not to the one that is registered. */
  shared?: boolean;
  /** A setting of the provider app without which nothing is registered: `<CONNECTOR>_<SETTING>`. */
  setting?: string;
  hosts: readonly string[];
  fields: readonly Field[];
  /** The secret the provider proves itself by, where it has to be known before registering. */
  prepare?: (how: Pick<Registering, 'ask' | 'given'>) => Promise<string>;
  register: (how: Registering) => Promise<Registered>;
  /** Absent: it is registered anew. Throws Forgotten when the provider does not know it any more. */
  renew?: (how: Registering, was: Registered['registration']) => Promise<Registered>;
  /** Tells the provider to stop. Absent: it stops by itself, or a person does it there. */
  remove?: (how: Pick<Registering, 'ask'>, was: Registered['registration']) => Promise<void>;
}

/** The provider does not know a registration any more: what happened since was not delivered. */
export class Forgotten extends Error {}

/** The provider refused. The message is a sentence for people; it may quote the provider. */
export class RegistrationRefused extends Error {}

/** The answer, if it is a good one. Throws RegistrationRefused with what the provider says. */
export function good(answer: Answer, provider: string, said: string | null): Answer {
  if (answer.status < 300) return answer;
  throw new RegistrationRefused(
    `${provider} refused (HTTP ${answer.status}): ${said ?? 'no reason'}`,
  );
}

export const field = (
  key: string,
  label: string,
  help: string,
  more: Partial<Field> = {},
): Field => ({
  key,
  label,
  help,
  required: true,
  secret: false,
  placeholder: '',
  where_to_find: [],
  find_url: null,
  ...more,
});
