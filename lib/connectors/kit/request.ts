import type { Json } from '@/lib/contract/common';

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

/** A request a provider understands in one of several forms, the newest first. */
export interface Forms {
  /** What it is that has forms: "paths", "field names". Remembered under this name. */
  of: string;
  /** How the provider refuses a form it does not understand. */
  refused: AnswerMatch;
  all: readonly { name: string; spec: RequestSpec }[];
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
  /** Bytes of the body, once unpacked; not known of an answer nobody sent. */
  size?: number;
}

/** An answer described: all that is said of it has to fit. */
export interface AnswerMatch {
  status?: number | readonly number[];
  body?: BodyMatch;
  /** false: the answer is not JSON (a proxy's HTML page). */
  json?: boolean;
  header?: Readonly<Record<string, string | RegExp>>;
  /** Path of the URL that was asked; all when absent. */
  path?: RegExp;
}

/**
 * Matches a JSON body: every path's value must equal the value, or match the regular expression.
 * `null` is one that is there and null, never one that is missing.
 */
export type BodyMatch = Readonly<Record<string, string | number | boolean | null | RegExp>>;
