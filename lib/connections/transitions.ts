import { DomainError } from '@/lib/contract/errors';

type Stored = 'pending' | 'connected' | 'error' | 'paused' | 'disconnected';

/**
 * The stored states of a connection and what may follow each. "syncing" is not stored: it is a live
 * run.
 */
export const CONNECTION_TRANSITIONS: Record<Stored, readonly Stored[]> = {
  pending: ['connected', 'disconnected'],
  connected: ['error', 'paused', 'disconnected', 'pending'],
  error: ['connected', 'paused', 'disconnected', 'pending'],
  paused: ['connected', 'error', 'disconnected', 'pending'],
  disconnected: ['pending', 'connected'],
};

/**
 * Throws invalid_transition with a sentence when the connection cannot go there from where it is.
 */
export function assertTransition(row: { status: Stored; name: string }, to: Stored): void {
  if (CONNECTION_TRANSITIONS[row.status].includes(to)) return;
  throw new DomainError('invalid_transition', {
    detail:
      row.status === to
        ? `${row.name} is already ${to}.`
        : `${row.name} is ${row.status} and cannot become ${to}.`,
  });
}
