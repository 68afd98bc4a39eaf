import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses no provider lives at: loopback, private, link-local, metadata, carrier NAT, multicast,
 * mapped and translated forms.
 */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() }; // apart: one list would read ::ffff:0:0/96 as "every IPv4 address"
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  blocked.ipv4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  blocked.ipv6.addSubnet(net, bits, 'ipv6');

export class EgressRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'EgressRefused';
  }
}

export function isBlockedAddress(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return blocked[family].check(address, family);
}

/**
 * Whether a connector may call this address: https, default port, no user info, a host it declares.
 * Host patterns are bare names; "*.example.com" stands for exactly one label. Throws EgressRefused
 * with the reason.
 */
export function assertAllowed(url: URL, hosts: readonly string[]): void {
  if (url.protocol !== 'https:') throw new EgressRefused(`${url.protocol} is not allowed`);
  if (url.port !== '') throw new EgressRefused('a port is not allowed');
  if (url.username !== '' || url.password !== '')
    throw new EgressRefused('credentials in a URL are not allowed');
  const host = url.hostname;
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0)
    throw new EgressRefused('an IP address is not allowed');
  if (!hosts.some((pattern) => matchesHost(pattern, host)))
    throw new EgressRefused(`${host} is not a host of this connector`);
}

function matchesHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host;
  const suffix = pattern.slice(1);
  return host.endsWith(suffix) && /^[a-z0-9-]+$/.test(host.slice(0, -suffix.length));
}

/**
 * Resolves a name and refuses it when any of its addresses is blocked; the connection goes to the
 * address checked here.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 4);
    const bad = addresses.find((a) => isBlockedAddress(a.address));
    if (bad || addresses.length === 0)
      return callback(
        new EgressRefused(`${hostname} resolves to an address that is not allowed`),
        '',
        4,
      );
    if (options.all)
      return (callback as unknown as (e: null, a: LookupAddress[]) => void)(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};
