import { describe, expect, it } from 'vitest';
import { asksForPermissions, causeText } from '@/lib/client/causes';
import { wordsIn } from '@/lib/client/testing';
import { FINE, held, NOW, run } from '@/lib/health/testing';
import { judgeHealth, type Facts } from '@/lib/health/service';

const judged = (facts: Partial<Facts>) => ({
  health_detail: judgeHealth({ ...FINE, ...facts }, NOW).detail,
  deletions_held: (facts.deletions_held ?? []).map((h) => ({
    ...h,
    stream: h.label,
    since: new Date(NOW).toISOString(),
  })),
});

describe('the cause of a verdict', () => {
  it('is what REST says, in English', () => {
    const c = judged({ quarantined: 1_200 });
    expect(causeText(c, wordsIn('en'))).toBe(c.health_detail.cause);
  });

  it.each<[Partial<Facts>, string]>([
    [{}, 'Verbunden und auf aktuellem Stand.'],
    [
      { quarantined: 1_200 },
      '1.200 Datensätze konnten nicht gespeichert werden und sind in Quarantäne.',
    ],
    [
      { deletions_held: [held('Deals', 1_200, 3_000), held('Notes', 4, 5, 4)] },
      'Acme führt 1.200 von 3.000 Deals nicht mehr auf. Inlet hat sie behalten.',
    ],
    [
      {
        stalled: ['Deals'],
        last_run: run({ status: 'partial', error_reason: 'unknown', error_message: 'It broke.' }),
      },
      'Deals ist in den letzten fünf Synchronisierungen nicht weitergekommen. ' +
        'Die letzte Synchronisierung meldete: It broke.',
    ],
  ])('is said by its codes in German: %j', (facts, text) => {
    expect(causeText(judged(facts), wordsIn('de'))).toBe(text);
  });
});

/** The button is called as REST calls it. */
it.each<[Partial<Facts>, 'browser' | 'api_key', boolean]>([
  [{ missing_scopes: ['deals'] }, 'browser', true],
  [{ missing_scopes: ['deals'] }, 'api_key', true],
  [{ last_run: run({ status: 'partial', error_reason: 'auth' }) }, 'browser', true],
  [{ last_run: run({ status: 'partial', error_reason: 'auth' }) }, 'api_key', false],
  [{ needs_reauth: { reason: 'Gone.' } }, 'browser', false],
  [{ status: 'disconnected' }, 'browser', false],
  [{ quarantined: 1 }, 'browser', false],
])('permissions are asked for: %j, %s', (facts, authorization, expected) => {
  const auth_method = authorization === 'browser' ? 'oauth' : 'api_key';
  const { health, detail } = judgeHealth({ ...FINE, auth_method, ...facts }, NOW);
  expect(asksForPermissions({ health, health_detail: detail, authorization })).toBe(expected);
  expect(detail.action_label === 'Grant permissions').toBe(expected);
});
