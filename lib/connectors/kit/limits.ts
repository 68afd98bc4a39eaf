import type { Answer, AnswerMatch } from '@/lib/connectors/kit/request';
import type { Json } from '@/lib/contract/common';

/**
 * At most `requests` in any `per_ms`. Per connection, or shared by all connections of the provider
 * app.
 */
export interface RateLimit {
  name: string;
  scope: 'connection' | 'app';
  requests: number;
  per_ms: number;
  /** Which requests count, by the path of the URL; all when absent. */
  paths?: RegExp;
  /** Paths it does not count. */
  except?: RegExp;
  /**
   * Which connections it is for, by what was said when connecting: where more or less is allowed by
   * something the API does not tell (how the app is distributed). All when absent.
   */
  when?: (config: Readonly<Record<string, Json>>) => boolean;
  /** What one request costs; 1 when absent. */
  cost?: number;
  /** What a request has cost, where the answer says so (points of a GraphQL query). */
  cost_of?: (answer: Answer) => number | null;
  /**
   * Where answers say how much is allowed or left. The budget follows, and is never larger than
   * declared: the plan of an account may allow less.
   */
  follows?: {
    limit?: NumberIn;
    remaining?: NumberIn;
    /** When what is used up comes back. */
    reset?: Wait;
  };
}

/** A limit as it is declared: per connection unless it says that it is shared. */
export type LimitSpec = Omit<RateLimit, 'scope'> & { scope?: RateLimit['scope'] };

/** The limits that are for a connection with this config. */
export const limitsFor = (
  limits: readonly RateLimit[],
  config: Readonly<Record<string, Json>>,
): readonly RateLimit[] => limits.filter(({ when }) => when?.(config) ?? true);

/**
 * A limit told by headers named alike: `<prefix>-limit`, `<prefix>-remaining` and `<prefix>-reset`, in
 * the form given.
 */
export const toldBy = (
  prefix: string,
  form: Extract<Wait, { header: string }>['form'],
): NonNullable<RateLimit['follows']> => ({
  limit: { header: `${prefix}-limit` },
  remaining: { header: `${prefix}-remaining` },
  reset: { header: `${prefix}-reset`, form },
});

/** A number in an answer. */
export type NumberIn = { header: string } | { body: string };

export interface ErrorRule {
  when: AnswerMatch;
  then: Verdict;
  /** Sentence for people. `{path}` inserts a value of the body. */
  message: string;
  /** When to come back, for `rate_limited`. The first that yields a time wins. */
  wait?: readonly Wait[];
  /** Where the fact comes from. */
  source: string;
}

/** What an answer means for us. */
export type Verdict =
  /** Provider trouble: try again with backoff, bounded. */
  | 'retry'
  /** Slow down until the time named; not a failure. */
  | 'rate_limited'
  /** The access token died: refresh once and repeat this request once. */
  | 'refresh_token'
  /** The grant or key is gone: only a person can repair it. */
  | 'needs_reauth'
  /** This stream lacks a permission: skip it, keep the rest. */
  | 'missing_scope'
  /**
   * Not an error: there is nothing to list. Only for a first page, and never a reason to delete.
   */
  | 'empty_page'
  /** The page token died: start the pass again. */
  | 'restart_pass'
  /** The bookmark of an earlier pass is not known any more: make a full pass. */
  | 'bookmark_gone'
  /** One item will be there later (a transcript that is still being made). */
  | 'not_ready'
  /** One item does not exist any more. */
  | 'gone'
  /** Plan, account or set-up at the provider: stop with the reason. */
  | 'config'
  /** Our provider app is wrong: tell the operator, blame no customer. */
  | 'operator'
  | 'fail';

/** How long to wait, as RFC 9110 has it: seconds or a date. */
export const RETRY_AFTER: Wait = { header: 'retry-after', form: 'retry_after' };

export type Wait =
  | { header: string; form: 'seconds' | 'epoch_seconds' | 'epoch_ms' | 'http_date' | 'retry_after' }
  /** `find`: where the time stands in a sentence; its first group is the time. */
  | { body: string; form: 'seconds' | 'epoch_seconds' | 'epoch_ms' | 'http_date'; find?: RegExp }
  | { ms: number };
