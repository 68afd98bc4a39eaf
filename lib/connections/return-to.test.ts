import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeReturnTo, withOutcome } from '@/lib/connections/return-to';

const OWN = 'https://inlet.example';
const registered = ['https://app.partner.example'];

describe('safeReturnTo', () => {
  it.each([
    '/',
    '/acme/connections',
    '/acme/connections?category=crm',
    `${OWN}/acme/connections/1?tab=runs`,
    '/a%20b',
  ])('keeps %s', (value) => {
    const safe = safeReturnTo(value, OWN, registered);
    expect(safe).not.toBeNull();
    expect(new URL(safe!).origin).toBe(OWN);
  });

  it('keeps an address on a registered origin, and only there', () => {
    expect(safeReturnTo('https://app.partner.example/done', OWN, registered)).toBe(
      'https://app.partner.example/done',
    );
    expect(safeReturnTo('https://app.partner.example/done', OWN, [])).toBeNull();
    expect(
      safeReturnTo('https://app.partner.example.evil.example/done', OWN, registered),
    ).toBeNull();
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'http:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    ' //evil.example',
    '/\t/evil.example',
    '\u0000/x',
    'https://inlet.example@evil.example/',
    'https://inlet.example.evil.example',
    '/%',
    'https:///evil.example',
    '////evil.example',
    '/%2f/evil.example',
    '/%5cevil.example/..//x',
    'ftp://inlet.example/x',
    '',
    'x'.repeat(2_000),
    'https://user:pass@inlet.example/x',
    'connections',
  ])('refuses %j or keeps it on our origin', (value) => {
    const safe = safeReturnTo(value, OWN, []);
    if (safe !== null) expect(new URL(safe).origin).toBe(OWN);
    if (/^(\/\/|\\|https?:\/\/(?!inlet\.example\/)|javascript|data|ftp)/.test(value))
      expect(safe).toBeNull();
  });

  it('never leaves our origin, whatever is sent', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '//',
      'evil.example',
      '@',
      ':',
      '%2f',
      '%5c',
      '..',
      '?',
      '#',
      '\t',
      '\n',
      'https:',
      'javascript:',
      'inlet.example',
      '.',
      'a',
      ' ',
      '\u2028',
      '％',
      '[::1]',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
        (value) => {
          const safe = safeReturnTo(value, OWN, []);
          if (safe === null) return;
          expect(new URL(safe).origin).toBe(OWN);
          // A browser may be given the outcome's address as it is.
          expect(
            new URL(withOutcome(safe, { connected: 'hubspot' }), 'https://elsewhere.example')
              .origin,
          ).toBe(OWN);
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
