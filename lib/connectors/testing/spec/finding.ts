import type { Exchange } from '@/lib/connectors/testing/spec/exchanges';

/**
 * What an official description says against an exchange. `at` names the place without the values
 * that were met there, so that the same fault of two thousand records is one.
 */
export interface Finding {
  at: string;
  message: string;
}

/** Holds one exchange against a description; null: the description says nothing of this address. */
export type Checker = (exchange: Exchange) => Finding[] | null;
