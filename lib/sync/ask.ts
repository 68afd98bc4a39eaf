import {
  BookmarkGone,
  BrokenPaging,
  Gone,
  hasShape,
  judge,
  NothingHere,
  NotReady,
  TooLarge,
  type Answer,
  type Ask,
  type ChangeRequest,
  type Judgement,
  type RequestSpec,
  type Shape,
} from '@/lib/connectors/kit';
import {
  BudgetSpent,
  EgressRefused,
  reportRateLimit,
  NetworkError,
  send,
  TooLarge as AnswerTooLarge,
  type Departing,
} from '@/lib/egress/service';
import { TokenError } from '@/lib/oauth/service';
import { now, sleep } from '@/lib/platform/clock';
import type { Caller } from '@/lib/sync/context';
import { RestartPass, SyncError } from '@/lib/sync/errors';
import { sentNow, type Sent } from '@/lib/sync/run-log';

const TRANSIENT_TRIES = 5;
/** An answer without its list is asked for again so often: it may pass, but it rarely does. */
const SHAPELESS_TRIES = 3;
const BACKOFF_MS = 300;
const BACKOFF_MAX_MS = 15_000;
/** A shorter wait is sat out inside the run; a longer one ends the run until then. */
const WAIT_INSIDE_MS = 65_000;
const WAITS_INSIDE = 12;

/** What one question has been through so far. */
export interface Tries {
  troubles: number;
  shapeless: number;
  waits: number;
  renewed: boolean;
}

export const newTries = (): Tries => ({ troubles: 0, shapeless: 0, waits: 0, renewed: false });

/** Which time it is that the question is about to be asked. */
export const nth = ({ troubles, shapeless, waits, renewed }: Tries): number =>
  1 + troubles + shapeless + waits + Number(renewed);

/**
 * The engine's `ask`: an answer that is good by the connector's error rules and has the list it is
 * made of. Trouble is retried with backoff, short limits are waited out, a dead token is refreshed
 * once. Rejects with what a walk may take up (NothingHere, NotReady, Gone, TooLarge), with
 * RestartPass or BookmarkGone, with SyncError, or with the reason of the abort.
 */
export function askerFor(caller: Caller): Ask {
  return async (spec, shape) => {
    const tries = newTries();
    for (;;) {
      caller.signal.throwIfAborted();
      const outcome = await attempt(caller, spec, { nth: nth(tries) });
      if ('trouble' in outcome) {
        await pause(caller, tries, outcome.trouble);
        continue;
      }
      const { answer } = outcome;
      noteClock(caller, answer);
      const judgement = judgeFor(caller, spec, answer);
      if (judgement) await heed(caller, spec, judgement, tries);
      else if (!shape || hasShape(answer, shape)) return answer;
      else {
        caller.log?.judged(answer, 'no_list');
        await pauseShapeless(caller, tries, shape);
      }
    }
  };
}

/** What an answer means by the connector's rules; null: it is good. The log of the run has it too. */
export function judgeFor(
  caller: Caller,
  { url }: Pick<RequestSpec, 'url'>,
  answer: Answer,
): Judgement | null {
  const judgement = judge(answer, caller.connector.errors, now(), new URL(url).pathname);
  if (judgement) caller.log?.judged(answer, judgement.verdict);
  return judgement;
}

/** Whether an error is about what was asked for alone: other parents of a walk can go on. */
export const isLocal = (error: unknown): boolean =>
  error instanceof NothingHere ||
  error instanceof NotReady ||
  error instanceof Gone ||
  error instanceof TooLarge ||
  error instanceof BrokenPaging ||
  (error instanceof SyncError && error.reach === 'stream');

/** Acts on a verdict: returns when the question is to be asked again, throws otherwise. */
export async function heed(
  caller: Caller,
  spec: Pick<RequestSpec, 'url' | 'query'>,
  { verdict, message, retry_at_ms }: Judgement,
  tries: Tries,
): Promise<void> {
  switch (verdict) {
    case 'empty_page':
      throw new NothingHere(message);
    case 'not_ready':
      throw new NotReady(message);
    case 'gone':
      throw new Gone(message);
    case 'restart_pass':
      throw new RestartPass(message);
    case 'bookmark_gone':
      throw new BookmarkGone(message);
    case 'missing_scope':
      throw new SyncError('auth', message);
    case 'config':
    case 'operator':
      throw new SyncError('config', message, { reach: 'run' });
    case 'fail':
      throw new SyncError('unknown', message);
    case 'refresh_token':
      if (tries.renewed || !(await renew(caller))) throw await refused(caller, message);
      tries.renewed = true;
      caller.log?.note('info', 'The access token was renewed.');
      return;
    case 'needs_reauth':
      throw await refused(caller, message);
    case 'rate_limited':
      return waitForLimit(caller, spec, { message, retry_at_ms }, tries);
    case 'retry':
      return pause(caller, tries, message, retry_at_ms);
  }
}

async function waitForLimit(
  caller: Caller,
  spec: Pick<RequestSpec, 'url' | 'query'>,
  { message, retry_at_ms }: { message: string; retry_at_ms: number | null },
  tries: Tries,
): Promise<void> {
  if (retry_at_ms) await reportRateLimit(spec, caller.route, retry_at_ms);
  const until_ms = retry_at_ms ?? now() + 1_000 * 2 ** Math.min(tries.waits, 5);
  const wait_ms = Math.max(until_ms - now(), 0);
  tries.waits += 1;
  if (wait_ms > WAIT_INSIDE_MS || tries.waits > WAITS_INSIDE)
    throw new SyncError('rate_limit', message, { reach: 'run', retry_at_ms: now() + wait_ms });
  await standStill(caller, message, Math.max(wait_ms, 50) + Math.random() * 250);
}

/** Waits, and says why: in the log of the run, and to whoever looks at it now. */
async function standStill(caller: Caller, cause: string, wait_ms: number): Promise<void> {
  caller.log?.note('warn', `${cause} Asked again in ${(wait_ms / 1000).toFixed(1)} s.`);
  const done = caller.log?.waitFor(cause, now() + wait_ms);
  await sleep(wait_ms, caller.signal).finally(done);
}

/** Waits before the question is asked again; throws when it was asked often enough. */
export async function pause(
  caller: Caller,
  tries: Tries,
  message: string,
  retry_at_ms: number | null = null,
): Promise<void> {
  tries.troubles += 1;
  if (tries.troubles >= TRANSIENT_TRIES) throw new SyncError('transient', message);
  const named_ms = Math.min((retry_at_ms ?? 0) - now(), BACKOFF_MAX_MS);
  await standStill(caller, message, Math.max(backoff(tries.troubles), named_ms));
}

async function pauseShapeless(caller: Caller, tries: Tries, { list }: Shape): Promise<void> {
  tries.shapeless += 1;
  if (tries.shapeless >= SHAPELESS_TRIES)
    throw new SyncError(
      'unknown',
      `${caller.connector.name} answered without the list ${list === '' ? 'that was asked for' : `“${list}”`}. ` +
        'It cannot be told whether there is anything, so nothing was taken from it.',
    );
  await standStill(
    caller,
    `${caller.connector.name} answered without the list that was asked for.`,
    backoff(tries.shapeless),
  );
}

/**
 * Sends one request. `trouble`: no answer came, and why; `nth`: which time it is asked; `departing`
 * as egress has it.
 */
export async function attempt(
  caller: Caller,
  spec: RequestSpec | ChangeRequest,
  { nth = 1, departing }: { nth?: number; departing?: Departing } = {},
): Promise<{ answer: Answer } | { trouble: string }> {
  const { log, route, signal } = caller;
  const sent = sentNow(spec, nth);
  try {
    const headers = await caller.access.headers();
    sent.credentials = headers;
    const onWait = (until_ms: number) => waitForBudget(caller, sent, until_ms);
    const answer = await send(spec, route, { headers, signal, onWait, departing });
    log?.call(sent, answer);
    return { answer };
  } catch (error) {
    caller.signal.throwIfAborted();
    if (error instanceof AnswerTooLarge) {
      log?.unanswered(sent, 'too_large');
      throw new TooLarge(error.message);
    }
    if (error instanceof BudgetSpent)
      throw new SyncError('rate_limit', error.message, {
        reach: 'run',
        retry_at_ms: error.retry_at_ms,
      });
    if (error instanceof NetworkError) {
      log?.unanswered(sent, 'no_answer');
      return { trouble: error.message };
    }
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

/** Says that a call waits for its budget; what it answers ends that, and counts how long it was. */
function waitForBudget(caller: Caller, sent: Sent, until_ms: number): () => void {
  const began = performance.now();
  const done = caller.log?.waitFor(`Keeping to what ${caller.connector.name} allows.`, until_ms);
  return () => {
    sent.waited_ms += performance.now() - began;
    done?.();
  };
}

/**
 * The provider refuses the credential here. The account call decides what that means: a credential
 * that works there is alive, and only this stream is refused.
 */
async function refused(caller: Caller, message: string): Promise<SyncError> {
  const { auth } = caller.connector;
  if (auth.method === 'handle' || !(await isAlive(caller)))
    return new SyncError('auth', message, { reach: 'run', needs_reauth: true });
  return new SyncError('auth', `${message} The account itself still answers.`);
}

async function isAlive(caller: Caller): Promise<boolean> {
  const { auth } = caller.connector;
  if (auth.method === 'handle' || auth.method === 'webhook') return false;
  const spec = auth.account.request(caller.account_details);
  const outcome = await attempt(caller, spec);
  return 'answer' in outcome && judgeFor(caller, spec, outcome.answer) === null;
}

async function renew(caller: Caller): Promise<boolean> {
  try {
    return await caller.access.renew();
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    tokenTrouble(error);
    throw new SyncError('transient', error.message, { reach: 'run' });
  }
}

/** Answers the sentence when it is worth another try; throws otherwise. */
export function tokenTrouble(error: TokenError): string {
  if (error.kind === 'transient') return error.message;
  if (error.kind === 'operator') throw new SyncError('config', error.message, { reach: 'run' });
  throw new SyncError('auth', error.message, {
    reach: 'run',
    needs_reauth: true,
    grant_gone: error.kind === 'gone',
  });
}

/** A clock further off than this is as wrong as one can be; the number has to be stored. */
const MOST_OFF_MS = 20 * 24 * 3_600_000;

/** Keeps how far the provider's clock is from ours, as an answer says. */
export function noteClock(caller: Caller, answer: Answer): void {
  const said = Date.parse(answer.headers.date ?? '');
  if (!Number.isFinite(said)) return;
  caller.clock.offset_ms = Math.max(-MOST_OFF_MS, Math.min(said - now(), MOST_OFF_MS));
}

/** Full jitter: waiting workers do not come back together. */
const backoff = (attempt: number): number =>
  Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
