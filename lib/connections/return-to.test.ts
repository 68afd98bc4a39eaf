import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeReturnTo, withOutcome } from '@/lib/connections/return-to';

const OWN = 'https://inlet.example';
const PARTNER = 'https://app.partner.example';
const LOCAL = 'http://localhost:3000';
/** What addresses that confuse parsers are made of. */
const PIECES =
  '/ \\ // evil.example @ : %2f %5c .. ? # https: javascript: inlet.example . a ％ [::1]'
    .split(' ')
    .concat(' ', '\t', '\n', '\u2028');
const safe = (value: string | undefined, own = OWN) => safeReturnTo(value, own, [PARTNER]);

describe('safeReturnTo', () => {
  it.each([
    ['/', `${OWN}/`],
    ['/acme/connections', `${OWN}/acme/connections`],
    ['/acme/connections?category=crm&q=a%20b', `${OWN}/acme/connections?category=crm&q=a%20b`],
    ['/acme/connections#top', `${OWN}/acme/connections`],
    ['/a%20b', `${OWN}/a%20b`],
    ['/a/../b', `${OWN}/b`],
    ['/a//b', `${OWN}/a//b`],
    ['/?next=//evil.example', `${OWN}/?next=//evil.example`],
    ['/@evil.example', `${OWN}/@evil.example`],
    [OWN, `${OWN}/`],
    [`${OWN}/`, `${OWN}/`],
    [`${OWN}/acme/connections/1?tab=runs`, `${OWN}/acme/connections/1?tab=runs`],
    [`${OWN}/acme#x`, `${OWN}/acme`],
    [PARTNER, `${PARTNER}/`],
    [`${PARTNER}/done`, `${PARTNER}/done`],
    [`${PARTNER}/done?a=1#frag`, `${PARTNER}/done?a=1#frag`],
    [`/${'x'.repeat(1_023)}`, `${OWN}/${'x'.repeat(1_023)}`],
  ])('keeps %s', (value, kept) => {
    expect(safe(value)).toBe(kept);
  });

  it('keeps our own http origin, with its port', () => {
    expect(safe('/a', LOCAL)).toBe(`${LOCAL}/a`);
    expect(safe(`${LOCAL}/a`, LOCAL)).toBe(`${LOCAL}/a`);
    expect(safe('http://localhost:3001/a', LOCAL)).toBeNull();
    expect(safe('http://localhost/a', LOCAL)).toBeNull();
    expect(safe('https://localhost:3000/a', LOCAL)).toBeNull();
  });

  it('keeps a registered origin exactly: no other port, scheme, host below or beside it', () => {
    expect(safeReturnTo(`${PARTNER}/done`, OWN, [])).toBeNull();
    for (const other of [
      'https://partner.example/done',
      'https://x.app.partner.example/done',
      'https://app.partner.example.evil.example/done',
      'https://app.partner.example:444/done',
      'http://app.partner.example/done',
      'https://user@app.partner.example/done',
      'https://app.partner.example@evil.example/done',
      'https://app.partner.example//evil.example',
      'https://app.partner.example/%2fevil.example',
      'https://app.partner.example?done',
    ])
      expect(safe(other), other).toBeNull();
  });

  it.each([
    undefined,
    '',
    'connections',
    'acme/connections',
    '?connected=x',
    '#top',
    '.',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/%2fevil.example',
    '/%2Fevil.example',
    '/%5cevil.example',
    '/%5Cevil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/a/../%2fevil.example',
    '/./%5cevil.example',
    'https://evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    'http:evil.example',
    'http://inlet.example/',
    'https:/inlet.example/x',
    'https:inlet.example/x',
    'https:///inlet.example/x',
    'HTTPS://inlet.example/x',
    'https://INLET.example/x',
    'https://inlet.example:443/x',
    'https://inlet.example?x',
    'https://inlet.example#x',
    'https://inlet.example.evil.example',
    'https://inlet.example@evil.example/',
    'https://user@inlet.example/x',
    'https://:pass@inlet.example/x',
    'https://user:pass@inlet.example/x',
    'https://inlet.example//evil.example',
    'https://[',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://inlet.example/1',
    'ftp://inlet.example/x',
    'view-source:https://inlet.example/',
    ' /acme',
    '/acme ',
    '/ac me',
    '/\t/evil.example',
    '/\n/evil.example',
    '/acme\r\nLocation: https://evil.example',
    '\u0000/x',
    '/x\u0000',
    '/x\u007f',
    '/x\u0080',
    '/x\u009f',
    '/%',
    '/%zz',
    '/%ff',
    '/%c3%28',
    `/${'x'.repeat(1_024)}`,
    `${OWN}/${'x'.repeat(1_024)}`,
  ])('refuses %j', (value) => {
    expect(safe(value)).toBeNull();
  });

  it('never leaves our origin, whatever is sent', () => {
    const piece = fc.constantFrom(...PIECES);
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
        (value) => {
          const kept = safeReturnTo(value, OWN, []);
          if (kept === null) return;
          expect(new URL(kept).origin).toBe(OWN);
          // Neither does its path when it is joined to another site.
          const { pathname, search } = new URL(kept);
          expect(new URL(`${pathname}${search}`, 'https://elsewhere.example').host).toBe(
            'elsewhere.example',
          );
          // A browser may be given the outcome's address as it is.
          const end = withOutcome(kept, { connected: 'hubspot' });
          expect(new URL(end, 'https://elsewhere.example').origin).toBe(OWN);
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('withOutcome', () => {
  it.each([
    [`${OWN}/acme`, { connected: 'hubspot' }, `${OWN}/acme?connected=hubspot`],
    [`${OWN}/acme?q=1`, { connected: 'hubspot' }, `${OWN}/acme?q=1&connected=hubspot`],
    [`${OWN}/?connected=x`, { connected: 'hubspot' }, `${OWN}/?connected=hubspot`],
    [`${OWN}/`, { connection_error: 'internal' }, `${OWN}/?connection_error=internal`],
    [`${PARTNER}/a#b`, { connected: 'a b&c' }, `${PARTNER}/a?connected=a+b%26c#b`],
  ])('%s with %j', (address, outcome, end) => {
    expect(withOutcome(address, outcome)).toBe(end);
  });
});
