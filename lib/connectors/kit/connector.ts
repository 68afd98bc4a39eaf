import {
  completeAuth,
  type ApiKey,
  type Arrivals,
  type AuthSpec,
  type Handle,
  type OAuth,
} from '@/lib/connectors/kit/auth';
import type { ErrorRule, LimitSpec, RateLimit } from '@/lib/connectors/kit/limits';
import { completeRule, type RuleSpec } from '@/lib/connectors/kit/rules';
import type { Stream } from '@/lib/connectors/kit/stream';
import type { StreamContext } from '@/lib/connectors/kit/walks/walk';
import type { Cadence, Category, Json } from '@/lib/contract/common';

/**
 * What a connector is: one typed value that describes a provider. It holds no state, does no I/O
 * and knows nothing of the engine; functions in it are pure translations between our words and the
 * provider's.
 */
export interface Connector {
  /** Stable identifier, kebab-case: also the file name. */
  type: string;
  /** Other names the API accepts for it. */
  aliases?: readonly string[];
  name: string;
  /** One line of value, shown on the tile. */
  description: string;
  category: Category;
  ownership: 'workspace' | 'personal';
  direction: 'inbound' | 'outbound';
  instancing: 'single' | 'multiple';
  version: string;
  docs_url: string;
  /** File in public/logos without extension; null draws a letter tile. */
  logo: string | null;
  keywords: readonly string[];
  default_cadence: Cadence;
  /** "live" has a puller; "planned" is listed with the reason and cannot be connected. */
  puller: { status: 'live' } | { status: 'planned'; reason: string };
  /** What we never do with the account, in plain words. */
  promises: readonly string[];
  /**
   * The only hosts it may call; "*.example.com" matches one label. Everything else is refused at
   * the door.
   */
  hosts: readonly string[];
  /**
   * Where pictures that records name are fetched from, without any credential, as bare names; nothing
   * is fetched when absent.
   */
  picture_hosts?: readonly string[];
  auth: OAuth | ApiKey | Handle | Arrivals;
  limits: readonly RateLimit[];
  /**
   * How many of its syncs run at once over all processes, where the provider's limits are shared by
   * all accounts; no cap when absent.
   */
  max_syncs?: number;
  /**
   * Tried in order before the defaults by status (see errors.ts). The body is read before the
   * status.
   */
  errors: readonly ErrorRule[];
  /** Who has to connect it at the provider, as a noun: “a Gong technical admin”. Absent: anybody may. */
  role_needed?: string;
  /** Synced in this order, each isolated from the others. An outbound connector has none. */
  streams: readonly Stream[];
  tools?: readonly { name: string; description: string }[];
  /**
   * Where a person sees this record at the provider, https; null where there is no such page. Pure,
   * and given whatever was stored.
   */
  page_of?: (
    stream: string,
    record: Json,
    account: StreamContext['account'],
  ) => string | null | undefined;
}

type Presumed = 'ownership' | 'direction' | 'instancing' | 'version' | 'logo' | 'puller';

/** A connector as it is declared: what most of them are need not be said. */
export type ConnectorSpec = Omit<Connector, Presumed | 'auth' | 'limits' | 'errors'> &
  Partial<Pick<Connector, Presumed>> & {
    auth: AuthSpec;
    limits: readonly LimitSpec[];
    /** Who answers, as sentences about errors call it; the name when absent. */
    provider?: string;
    /** Where the facts come from, with their date; a rule names a source only where it is another. */
    source?: string;
    /** Path of the provider's own words in the body of a refusal. */
    says?: string;
    errors: readonly RuleSpec[];
  };

/**
 * Declares a connector; answers it complete. The type is the check; `checkConnector` (check.ts) adds
 * what types cannot say.
 */
export function defineConnector({
  provider,
  source = '',
  says,
  ...spec
}: ConnectorSpec): Connector {
  const of = { name: provider ?? spec.name, credential: credentialOf(spec.auth), source, says };
  return {
    ownership: 'workspace',
    direction: 'inbound',
    instancing: 'multiple',
    version: '1.0.0',
    logo: null,
    puller: { status: 'live' },
    ...spec,
    auth: completeAuth(spec.auth),
    limits: spec.limits.map((limit) => ({ scope: 'connection', ...limit })),
    errors: spec.errors.map((rule) => completeRule(rule, of)),
  };
}

/** What a person gave, as a word in a sentence: the label of its secret field. */
function credentialOf(auth: AuthSpec): string {
  const fields = auth.method === 'api_key' ? auth.fields : [];
  const label = fields.find(({ secret }) => secret !== false)?.label ?? 'Authorization';
  return label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
