import { lookup, type LookupAddress } from 'node:dns';
import { describe, expect, it, vi } from 'vitest';
import {
  assertAllowed,
  checkedLookup,
  EgressRefused,
  guardedLookup,
  isBlockedAddress,
} from '@/lib/egress/policy';

// What the name server says is not ours to decide: a test says it.
vi.mock(import('node:dns'), async (real) => {
  const dns = await real();
  return { ...dns, lookup: vi.fn<typeof dns.lookup>(dns.lookup) as unknown as typeof dns.lookup };
});

const hosts = ['api.hubapi.com', '*.pipedrive.com'];

describe('assertAllowed', () => {
  it.each([
    'https://api.hubapi.com/crm/v3/objects',
    'https://API.HubAPI.com:443/',
    'https://acme.pipedrive.com/api/v2/deals',
    'https://acme-2.pipedrive.com/',
  ])('lets %s through', (url) => expect(() => assertAllowed(new URL(url), hosts)).not.toThrow());

  const NOT_DECLARED = 'is not a host of this connector';
  const IP = 'an IP address is not allowed';
  it.each([
    ['http://api.hubapi.com/', 'http: is not allowed'],
    ['ftp://api.hubapi.com/', 'ftp: is not allowed'],
    ['https://api.hubapi.com:8443/', 'a port is not allowed'],
    ['https://user:pass@api.hubapi.com/', 'credentials in a URL are not allowed'],
    ['https://user@api.hubapi.com/', 'credentials in a URL are not allowed'],
    ['https://:pass@api.hubapi.com/', 'credentials in a URL are not allowed'],
    ['https://evil.example/', `evil.example ${NOT_DECLARED}`],
    ['https://api.hubapi.com.evil.example/', NOT_DECLARED],
    ['https://hubapi.com/', NOT_DECLARED],
    ['https://evilpi.hubapi.com/', NOT_DECLARED],
    ['https://api.hubapi.com./', NOT_DECLARED],
    ['https://pipedrive.com/', NOT_DECLARED],
    ['https://.pipedrive.com/', NOT_DECLARED],
    ['https://a.b.pipedrive.com/', NOT_DECLARED],
    ['https://a_b.pipedrive.com/', NOT_DECLARED],
    ['https://a~.pipedrive.com/', NOT_DECLARED],
    ['https://~a.pipedrive.com/', NOT_DECLARED],
    ['https://evilpipedrive.com/', NOT_DECLARED],
    ['https://localhost/', NOT_DECLARED],
    ['https://metadata.google.internal/', NOT_DECLARED],
    ['https://127.0.0.1/', IP],
    ['https://2130706433/', IP],
    ['https://0x7f000001/', IP],
    ['https://127.1/', IP],
    ['https://0177.0.0.1/', IP],
    ['https://[::1]/', IP],
    ['https://[::ffff:169.254.169.254]/', IP],
    ['https://①②⑦.0.0.1/', IP],
  ])('refuses %s', (url, reason) => {
    const check = () => assertAllowed(new URL(url), [...hosts, '127.0.0.1', '[::1]']);
    expect(check).toThrow(EgressRefused);
    expect(check).toThrow(reason);
  });

  it('names its error, so that it is told apart in a log', () => {
    expect(new EgressRefused('x')).toMatchObject({ name: 'EgressRefused', message: 'x' });
  });

  it('allows nothing to a connector without hosts', () =>
    expect(() => assertAllowed(new URL('https://api.hubapi.com/'), [])).toThrow(EgressRefused));
});

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    // IPv4 in IPv6, in every form
    '::127.0.0.1',
    '::8.8.8.8',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '::ffff:0:8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::8.8.8.8',
    '2002:7f00:1::',
    '2002:808:808::1',
    '2001::1',
    // IPv6 of its own
    '::',
    '::1',
    '100::1',
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:db8::1',
    '3fff::1',
    '3fff:fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'feff::1',
    'ff02::1',
    // no address at all
    '',
    'localhost',
    '1.2.3',
    '08.8.8.8',
    '[::1]',
  ])('blocks %s', (address) => expect(isBlockedAddress(address)).toBe(true));

  it.each([
    '8.8.8.8',
    '104.16.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::1',
    '64:ff9b::8.8.8.8',
    '64:ff9b::6810:1',
  ])('lets %s be', (address) => expect(isBlockedAddress(address)).toBe(false));
});

describe('a look-up', () => {
  type Found = { error: Error | null; address: unknown; family?: number };
  const ask = (how = guardedLookup, options = {}) =>
    new Promise<Found>((resolve) => {
      how('provider.example', options, (error, address, family) =>
        resolve({ error, address, family }),
      );
    });
  const says = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[] = []) =>
    vi
      .mocked(lookup)
      .mockImplementationOnce(((
        _name: string,
        _options: object,
        answer: (e: typeof error, a: LookupAddress[]) => void,
      ) => answer(error, addresses)) as unknown as typeof lookup);
  const GOOD = { address: '8.8.8.8', family: 4 };
  const SIX = { address: '2606:4700::1111', family: 6 };

  it('answers the addresses it checked, one or all as asked', async () => {
    says(null, [SIX, GOOD]);
    expect(await ask()).toEqual({ error: null, address: SIX.address, family: 6 });
    says(null, [SIX, GOOD]);
    expect(await ask(guardedLookup, { all: true })).toEqual({
      error: null,
      address: [SIX, GOOD],
      family: undefined,
    });
    expect(vi.mocked(lookup).mock.lastCall?.[1]).toEqual({ all: true });
  });

  it.each<[string, LookupAddress[]]>([
    ['a blocked address', [{ address: '10.0.0.1', family: 4 }]],
    ['a blocked address among good ones', [GOOD, SIX, { address: '::1', family: 6 }]],
    ['no address', []],
  ])('refuses a name with %s', async (_, addresses) => {
    for (const options of [{}, { all: true }]) {
      says(null, addresses);
      const { error } = await ask(guardedLookup, options);
      expect(error).toBeInstanceOf(EgressRefused);
      expect(error!.message).toBe('provider.example resolves to an address that is not allowed');
    }
  });

  it('hands on what the name server says', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'ENOTFOUND' });
    says(gone);
    expect((await ask()).error).toBe(gone);
  });

  it('asks the rule it was given', async () => {
    says(null, [GOOD]);
    expect((await ask(checkedLookup((a) => a === GOOD.address))).error).toBeInstanceOf(
      EgressRefused,
    );
  });

  it('of a real name of this machine is refused', async () => {
    const error = await new Promise<Error | null>((resolve) => {
      guardedLookup('localhost', { all: true }, (e) => resolve(e));
    });
    expect(error).toBeInstanceOf(EgressRefused);
  });
});
