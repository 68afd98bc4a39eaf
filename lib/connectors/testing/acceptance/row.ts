import type { Connector } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { Control, RecordNote } from '@/lib/sandbox/control';

/** What the acceptance pack has to know of a stream. */
export interface StreamRow {
  /**
   * Paths into the stored record that some record of the account fills: what the connector asks
   * for, and would silently not get if it asked wrongly.
   */
  fields: readonly string[];
  /** Which of the sandbox's records the stream has; those that are live when absent. */
  there?: (records: Record<'live' | 'deleted' | 'archived', RecordNote[]>) => readonly RecordNote[];
  /** The stream cannot be changed in the sandbox as others are: why. */
  fixed?: string;
  /** An answer without the list is taken for an empty one, by declaration: why nothing can tell. */
  absent_is_empty?: string;
}

/** What the acceptance pack has to know of a connector; see docs/adding-a-connector.md. */
export interface Acceptance {
  connector: Connector;
  /** A small account of the sandbox that has records in every stream. */
  account: string;
  /** What the connection says it is connected to. */
  named: { id: string; label: string };
  /**
   * A credential nobody has (a token, a key in the form the provider gives out, a handle), and what
   * the person is told about it: the provider's own words where it has some.
   */
  wrong: { credential: string; told: RegExp };
  /** The credential fields of a key, where there are more than `api_key`. */
  credentials?: (key: string) => Record<string, string>;
  /**
   * Parameters that say how many records a page has, and the fewest the provider takes: lists are
   * read in pages so small that every page token has to work.
   */
  small_pages: Readonly<Record<string, number>>;
  /** How the provider refuses one stream to an account that may not see it. */
  forbidden: { stream: string; path: string; body: Json };
  streams: Readonly<Record<string, StreamRow>>;
  /** Changes the account's data before anything is read. */
  prepare?: (control: Control) => void;
}
