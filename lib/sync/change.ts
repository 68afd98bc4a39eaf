import type { Answer, ChangeRequest } from '@/lib/connectors/kit';
import type { Departing } from '@/lib/egress/service';
import { attempt, heed, judgeFor, newTries, noteClock, nth, pause } from '@/lib/sync/ask';
import type { Caller } from '@/lib/sync/context';

/** Nobody knows whether the provider did what it was asked: no answer came, or one of trouble. */
export class Uncertain extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Uncertain';
  }
}

/** How a change is to be asked for. */
export interface ChangeOptions {
  /**
   * Done twice it would be there twice: it is asked for again only when the provider said that it was
   * not done, and rejects with Uncertain when nobody knows.
   */
  once?: boolean;
  /** Done before the call leaves, see SendOptions of lib/egress. */
  departing?: Departing;
}

/** Asks the provider for a change; the answer is good by the connector's error rules. */
export type Change = (spec: ChangeRequest, options?: ChangeOptions) => Promise<Answer>;

/**
 * The outbound counterpart of `askerFor`: a limit is waited out, a dead token refreshed once, trouble
 * asked again unless it may have been done. Rejects as `askerFor` does, and with Uncertain.
 */
export function changerFor(caller: Caller): Change {
  return async (spec, { once = false, departing } = {}) => {
    const tries = newTries();
    for (;;) {
      caller.signal.throwIfAborted();
      const outcome = await attempt(caller, spec, { nth: nth(tries), departing });
      if ('trouble' in outcome) {
        if (once) throw new Uncertain(outcome.trouble);
        await pause(caller, tries, outcome.trouble);
        continue;
      }
      const { answer } = outcome;
      noteClock(caller, answer);
      const judgement = judgeFor(caller, spec, answer);
      if (!judgement) return answer;
      if (once && judgement.verdict === 'retry') throw new Uncertain(judgement.message);
      await heed(caller, spec, judgement, tries);
    }
  };
}
