import { describe, expect, it } from 'vitest';
import { assertAllowed, EgressRefused, guardedLookup, isBlockedAddress } from '@/lib/egress/policy';

const hosts = ['api.hubapi.com', '*.pipedrive.com'];

describe('assertAllowed', () => {
  it.each(['https://api.hubapi.com/crm/v3/objects', 'https://acme.pipedrive.com/api/v2/deals'])(
    'lets %s through',
    (url) => expect(() => assertAllowed(new URL(url), hosts)).not.toThrow(),
  );

  it.each([
    'http://api.hubapi.com/',
    'https://api.hubapi.com:8443/',
    'https://user:pass@api.hubapi.com/',
    'https://evil.example/',
    'https://api.hubapi.com.evil.example/',
    'https://pipedrive.com/',
    'https://a.b.pipedrive.com/',
    'https://evilpipedrive.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://127.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://localhost/',
    'https://metadata.google.internal/',
    'ftp://api.hubapi.com/',
    'https://①②⑦.0.0.1/',
  ])('refuses %s', (url) =>
    expect(() => assertAllowed(new URL(url), hosts)).toThrow(EgressRefused),
  );
});

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('blocks %s', (address) => expect(isBlockedAddress(address)).toBe(true));
  it.each(['8.8.8.8', '104.16.0.1', '2606:4700::1111'])('lets %s be', (address) =>
    expect(isBlockedAddress(address)).toBe(false),
  );

  it('refuses a name that resolves to a blocked address', async () => {
    const error = await new Promise<Error | null>((resolve) => {
      guardedLookup('localhost', { all: true }, (e) => resolve(e));
    });
    expect(error).toBeInstanceOf(EgressRefused);
  });
});
