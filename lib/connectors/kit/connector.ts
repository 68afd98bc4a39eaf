import type { ApiKey, Arrivals, Handle, OAuth } from '@/lib/connectors/kit/auth';
import type { Forms } from '@/lib/connectors/kit/forms';
import type { ErrorRule, RateLimit } from '@/lib/connectors/kit/limits';
import type { Stream } from '@/lib/connectors/kit/stream';
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
  /** Synced in this order, each isolated from the others. */
  streams: readonly Stream[];
  tools?: readonly { name: string; description: string }[];
}

/** A request as data. `query` leaves out undefined values; an array repeats the key. */
export interface RequestSpec {
  method?: 'GET' | 'POST';
  url: string;
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  headers?: Record<string, string>;
  json?: Json;
  form?: Record<string, string>;
  /** Other forms of it; see inForms. */
  forms?: Forms;
}

/**
 * A request that changes something at the provider. Only outbound connectors make them; walks
 * cannot, because `ask` takes a RequestSpec.
 */
export interface ChangeRequest extends Omit<RequestSpec, 'method' | 'forms'> {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
}

/**
 * An answer as data; `body` is parsed JSON, or the text when it was not JSON. Header names are
 * lower case.
 */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Json;
  is_json: boolean;
}

/**
 * The account behind a credential. `details` are non-secret facts later requests need (a company
 * domain, an instance URL).
 */
export interface Account {
  id: string;
  label: string;
  details?: Record<string, string>;
}

/**
 * Declares a connector. The type is the check; `checkConnector` (check.ts) adds what types cannot
 * say.
 */
export function defineConnector(connector: Connector): Connector {
  return connector;
}
