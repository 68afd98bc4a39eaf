import { judge, type Answer, type Connector, type RequestSpec } from '@/lib/connectors/kit';
import {
  BudgetSpent,
  EgressRefused,
  heedLimit,
  NetworkError,
  send,
  type Route,
} from '@/lib/egress/service';
import { TokenError, type Access } from '@/lib/oauth/service';
import { now, sleep } from '@/lib/platform/clock';
import { RestartPass, SyncError } from '@/lib/sync/errors';

const TRANSIENT_TRIES = 5;
const BACKOFF_MS = 300;
const BACKOFF_MAX_MS = 15_000;
/** A shorter wait is sat out inside the run; a longer one ends the run until then. */
const WAIT_INSIDE_MS = 65_000;
const WAITS_INSIDE = 12;

export interface Caller {
  connector: Connector;
  route: Route;
  access: Access;
  signal: AbortSignal;
}

/**
 * Asks the provider for one answer, by the connector's error rules: retries trouble with backoff,
 * waits out short limits, refreshes a dead token once. Null: there is nothing there (the provider's
 * way of saying so is an error). Throws SyncError, or RestartPass.
 */
export async function fetchAnswer(caller: Caller, spec: RequestSpec): Promise<Answer | null> {
  let troubles = 0,
    waits = 0,
    renewed = false;
  for (;;) {
    caller.signal.throwIfAborted();
    const outcome = await attempt(caller, spec);
    if ('answer' in outcome) {
      const judgement = judge(outcome.answer, caller.connector.errors, now());
      if (!judgement) return outcome.answer;
      const { message } = judgement;
      switch (judgement.verdict) {
        case 'empty_page':
        case 'skip_item':
          return null;
        case 'restart_pass':
          throw new RestartPass(message);
        case 'needs_reauth':
          throw new SyncError('auth', message, { reach: 'run', needs_reauth: true });
        case 'missing_scope':
          throw new SyncError('auth', message);
        case 'config':
        case 'operator':
          throw new SyncError('config', message, { reach: 'run' });
        case 'fail':
          throw new SyncError('unknown', message);
        case 'refresh_token':
          if (renewed || !(await renew(caller)))
            throw new SyncError('auth', message, { reach: 'run', needs_reauth: true });
          renewed = true;
          continue;
        case 'rate_limited': {
          if (judgement.retry_at_ms) await heedLimit(spec, caller.route, judgement.retry_at_ms);
          const wait = (judgement.retry_at_ms ?? now() + 1_000 * 2 ** Math.min(waits, 5)) - now();
          if (wait > WAIT_INSIDE_MS || ++waits > WAITS_INSIDE)
            throw new SyncError('rate_limit', message, {
              reach: 'run',
              retry_at_ms: now() + Math.max(wait, 0),
            });
          await sleep(Math.max(wait, 50) + Math.random() * 250, caller.signal);
          continue;
        }
        case 'retry':
          if (++troubles >= TRANSIENT_TRIES) throw new SyncError('transient', message);
          await sleep(
            Math.max(
              backoff(troubles),
              Math.min((judgement.retry_at_ms ?? 0) - now(), BACKOFF_MAX_MS),
            ),
            caller.signal,
          );
          continue;
      }
    }
    if (++troubles >= TRANSIENT_TRIES) throw new SyncError('transient', outcome.trouble);
    await sleep(backoff(troubles), caller.signal);
  }
}

async function attempt(
  caller: Caller,
  spec: RequestSpec,
): Promise<{ answer: Answer } | { trouble: string }> {
  try {
    return {
      answer: await send(spec, caller.route, {
        headers: await caller.access.headers(),
        signal: caller.signal,
      }),
    };
  } catch (error) {
    caller.signal.throwIfAborted();
    if (error instanceof BudgetSpent)
      throw new SyncError('rate_limit', error.message, {
        reach: 'run',
        retry_at_ms: error.retry_at_ms,
      });
    if (error instanceof NetworkError) return { trouble: error.message };
    if (error instanceof TokenError) return { trouble: tokenTrouble(error) };
    if (error instanceof EgressRefused)
      throw new SyncError(
        'config',
        `The connector wanted to call an address it may not: ${error.message}.`,
        { reach: 'run' },
      );
    throw error;
  }
}

async function renew(caller: Caller): Promise<boolean> {
  try {
    return await caller.access.renew();
  } catch (error) {
    if (error instanceof TokenError) {
      tokenTrouble(error);
      throw new SyncError('transient', error.message, { reach: 'run' });
    }
    throw error;
  }
}

/** Answers the sentence when it is worth another try; throws otherwise. */
function tokenTrouble(error: TokenError): string {
  if (error.kind === 'transient') return error.message;
  if (error.kind === 'operator') throw new SyncError('config', error.message, { reach: 'run' });
  throw new SyncError('auth', error.message, { reach: 'run', needs_reauth: true });
}

/** Full jitter: waiting workers do not come back together. */
const backoff = (attempt: number): number =>
  Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
