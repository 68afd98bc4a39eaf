import type { ApiKey, Arrivals, Handle, OAuth } from '@/lib/connectors/kit/auth';
import type { ErrorRule, RateLimit } from '@/lib/connectors/kit/limits';
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

/**
 * Declares a connector. The type is the check; `checkConnector` (check.ts) adds what types cannot
 * say.
 */
export function defineConnector(connector: Connector): Connector {
  return connector;
}
