import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The request is not allowed to leave. The message completes "… was refused: ". */
export class EgressRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'EgressRefused';
  }
}

/** A header holds what HTTP cannot carry: the credential was not copied as it is. */
export class Unsendable extends EgressRefused {}

/** All IPv6 that is routed on the internet (IANA, IPv6 address space). */
const GLOBAL = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/** How an IPv6-only network reaches IPv4 hosts (RFC 6052): the last four bytes are the address. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number];

/**
 * Whether no provider can live at an address: everything but public unicast, which is what the list
 * allows. A translated (NAT64) address is judged by the IPv4 address it stands for.
 */
export function isBlockedAddress(address: string): boolean {
  if (isIP(address) === 0) return true;
  const ip = ipaddr.parse(address);
  if (ip instanceof ipaddr.IPv4) return ip.range() !== 'unicast';
  if (ip.match(NAT64)) return new ipaddr.IPv4(ip.toByteArray().slice(12)).range() !== 'unicast';
  return !ip.match(GLOBAL) || ip.range() !== 'unicast';
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
  if (isIP(host) !== 0 || host.startsWith('['))
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
 * A look-up that refuses a name when any of its addresses is blocked; the connection goes to the
 * address checked here, so that a second answer of the name server changes nothing.
 */
export const checkedLookup =
  (isBlocked: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 4);
      if (addresses.length === 0 || addresses.some((a) => isBlocked(a.address)))
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

export const guardedLookup = checkedLookup(isBlockedAddress);
