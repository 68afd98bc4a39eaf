import { describe, expect, it } from 'vitest';
import { ProblemError } from '@/lib/client/call';
import { callbackSaid, explain } from '@/lib/client/problem';
import { wordsIn } from '@/lib/client/testing';
import { ERRORS, type ErrorCode, type Problem } from '@/lib/contract/errors';

const en = wordsIn('en');
const de = wordsIn('de');
const failed = (code: ErrorCode, over: Partial<Problem> = {}): ProblemError => {
  const { title, status, fix } = ERRORS[code];
  return new ProblemError({
    type: `https://inlet.test/docs/errors/${code}`,
    title,
    status,
    fix,
    code,
    detail: title,
    request_id: 'req_1',
    ...over,
  });
};

describe('a failure', () => {
  it('is told as the server says it, in English', () => {
    const error = failed('last_owner', { detail: 'Acme needs an owner' });
    expect(explain(error, en)).toEqual({
      what: 'Acme needs an owner.',
      more: null,
      fix: { text: 'Make somebody else an owner first.', english: true },
      request_id: 'req_1',
    });
  });

  it('is told by its code in German, with what the server added', () => {
    expect(explain(failed('last_owner'), de)).toEqual({
      what: 'Ein Arbeitsbereich braucht einen Inhaber.',
      more: null,
      fix: { text: 'Machen Sie zuerst jemand anderen zum Inhaber.', english: false },
      request_id: 'req_1',
    });
    const error = failed('not_syncable', {
      detail: 'This connection is paused.',
      fix: 'Resume it first.',
    });
    expect(explain(error, de)).toMatchObject({
      what: 'Diese Verbindung lässt sich gerade nicht synchronisieren.',
      more: 'This connection is paused.',
      fix: { text: 'Resume it first.', english: true },
    });
  });

  it('of our own is told in the language of the page', () => {
    expect(explain(new Error('oops'), de)).toMatchObject({
      what: 'Auf dieser Seite ist etwas fehlgeschlagen.',
      fix: { english: false },
      request_id: null,
    });
    const unheard = ProblemError.own({ what: 'words.unreachable', fix: 'words.checkNetwork' });
    expect(explain(unheard, de).what).toBe('Der Server war nicht zu erreichen.');
  });
});

it('what came of a trip to a provider is told by its code', () => {
  expect(callbackSaid('access_denied', en)).toMatch(/^You cancelled/);
  expect(callbackSaid('access_denied', de)).toMatch(/abgebrochen/);
  expect(callbackSaid('toString' as 'internal', de)).toMatch(/Bei uns/);
});
