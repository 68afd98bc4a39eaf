import type { Connector } from '@/lib/connectors/kit';
import type { ErrorRow } from '@/lib/connectors/testing/error-table';
import type { Json } from '@/lib/contract/common';
import type { Control, RecordNote } from '@/lib/sandbox/control';

/** What the acceptance pack has to know of a stream. */
export interface StreamRow {
  /**
   * Paths into the stored record that some record of the account fills: what the connector asks
   * for, and would silently not get if it asked wrongly.
   */
  fields: readonly string[];
  /** Fields of the canonical form that some record fills; those left out the provider never says. */
  canonical?: readonly string[];
  /** Which of the sandbox's records the stream has; those that are live when absent. */
  there?: (records: Record<'live' | 'deleted' | 'archived', RecordNote[]>) => readonly RecordNote[];
  /** The stream cannot be changed in the sandbox as others are: why. */
  fixed?: string;
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
  /** What the person says when connecting by OAuth; nothing when absent. */
  config?: Record<string, string>;
  /**
   * Parameters that say how many records a page has, and the fewest the provider takes: lists are
   * read in pages so small that every page token has to work.
   */
  small_pages: Readonly<Record<string, number>>;
  /**
   * How the provider refuses one stream to an account that may not see it; `says`: what tells its
   * calls from others of the same path.
   */
  forbidden: { stream: string; path: string; says?: string; body: Json };
  /** What the provider answers when something is wrong; played on the stream of `forbidden`. */
  answers: readonly ErrorRow[];
  /**
   * How the provider says that it does not know a bookmark any more, for connectors that ask it;
   * `says`: what tells that call from others of the same path.
   */
  forgotten?: {
    stream: string;
    path: string;
    says?: string;
    answer: Pick<ErrorRow, 'status' | 'body'>;
  };
  /**
   * What the provider has later than the record it belongs to (a transcript): records of `of` have
   * theirs in `streams` after so long, and not at once.
   */
  late?: { of: string; streams: readonly string[]; after_ms: number };
  /**
   * Why an empty page is the end: places are counted (`skip`), and nothing names a next page. Absent:
   * it is none.
   */
  ends_empty?: string;
  streams: Readonly<Record<string, StreamRow>>;
  /** Changes the account's data before anything is read. */
  prepare?: (control: Control) => void;
}
