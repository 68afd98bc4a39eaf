import type { ErrorReason } from '@/lib/contract/common';

/** What a failure means beyond its stream. */
export type Reach =
  /** Only this stream; the others go on. */
  | 'stream'
  /** The whole run: the grant is gone, a limit holds, the provider is down. */
  | 'run';

/** A stream could not finish. Its checkpoint is kept; the next run goes on from there. */
export class SyncError extends Error {
  readonly reason: ErrorReason;
  readonly reach: Reach;
  readonly needs_reauth: boolean;
  /** The token endpoint itself said so: no use in trying again without a person. */
  readonly grant_gone: boolean;
  /** Epoch milliseconds, for rate_limit. */
  readonly retry_at_ms: number | null;
  constructor(
    reason: ErrorReason,
    message: string,
    options: {
      reach?: Reach;
      needs_reauth?: boolean;
      grant_gone?: boolean;
      retry_at_ms?: number | null;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'SyncError';
    this.reason = reason;
    this.reach = options.reach ?? 'stream';
    this.needs_reauth = options.needs_reauth ?? false;
    this.grant_gone = options.grant_gone ?? false;
    this.retry_at_ms = options.retry_at_ms ?? null;
  }
}

/**
 * The run is not ours any more: another worker claimed it, or it was ended. Nothing may be written.
 */
export class LostClaim extends Error {
  constructor() {
    super('the run belongs to another worker');
    this.name = 'LostClaim';
  }
}

/**
 * The database went down and forgot our last commit, which was not on its disk yet: the run goes on
 * from the checkpoint it has.
 */
export class LostCommit extends Error {
  constructor() {
    super('the database lost a commit; going on from its checkpoint');
    this.name = 'LostCommit';
  }
}

/** The provider's page token died: the pass starts again. */
export class RestartPass extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RestartPass';
  }
}

export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** The process stops: the page is committed, the run goes back for another worker. */
export class Stopping extends Error {
  constructor() {
    super('stopping');
    this.name = 'Stopping';
  }
}
