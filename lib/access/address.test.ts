import { afterEach, expect, test } from 'vitest';
import { clientAddress, subscriberOf } from '@/lib/access/address';
import { env } from '@/lib/platform/env';
import { PEER_HEADER, tellPeers } from '@/lib/platform/peer';

const before = env().TRUSTED_PROXIES;
afterEach(() => {
  env().TRUSTED_PROXIES = before;
});
const from = (peer: string, forwarded?: string, trusted = '') => {
  env().TRUSTED_PROXIES = trusted;
  return clientAddress(
    new Headers({ [PEER_HEADER]: peer, ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) }),
  );
};

test('without our own server in front nothing a client writes is believed', () => {
  expect(from('1.1.1.1', '2.2.2.2')).toBe('unknown');
  tellPeers();
  expect(from('1.1.1.1', '2.2.2.2')).toBe('1.1.1.1');
});

test.each([
  ['no proxy is trusted by default', '10.0.0.7', '1.1.1.1', '', '10.0.0.7'],
  ['a trusted one is believed', '10.0.0.7', '1.1.1.1', '10.0.0.0/8', '1.1.1.1'],
  [
    'what is before its own word is the client’s',
    '10.0.0.7',
    '6.6.6.6, 1.1.1.1',
    '10.0.0.7',
    '1.1.1.1',
  ],
  ['through two of them', '10.0.0.7', '6.6.6.6, 1.1.1.1, 10.0.0.8', '10.0.0.0/8', '1.1.1.1'],
  ['one that says nothing', '10.0.0.7', undefined, '10.0.0.0/8', '10.0.0.7'],
  ['one that says nonsense', '10.0.0.7', '1.1.1.1, unknown', '10.0.0.0/8', '10.0.0.7'],
  ['nothing but trusted ones', '10.0.0.7', '10.0.0.9, 10.0.0.8', '10.0.0.0/8', '10.0.0.9'],
  ['with a port', '10.0.0.7', '1.1.1.1:4711', '10.0.0.0/8', '1.1.1.1'],
  ['IPv6 with a port', '::1', '[2001:db8::1]:4711', '::1', '2001:db8::1'],
  ['IPv4 in the clothes of IPv6', '::ffff:10.0.0.7', '1.1.1.1', '10.0.0.0/8', '1.1.1.1'],
])('%s', (_, peer, forwarded, trusted, client) => {
  tellPeers();
  expect(from(peer, forwarded, trusted)).toBe(client);
});

test.each([
  ['10.0.0.7', '10.0.0.7'],
  ['unknown', 'unknown'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s is one subscriber with %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});
