import { BlockList, isIP } from 'node:net';
import { env, networksIn } from '@/lib/platform/env';
import { peerOf } from '@/lib/platform/peer';

/** What stands for an address where none is known: one for all, so that nobody escapes a limit. */
const UNKNOWN = 'unknown';

/**
 * Where a request came from. X-Forwarded-For is whatever a client writes, so only what a trusted
 * proxy (TRUSTED_PROXIES) added counts: from the end of the list to the first address that is none.
 */
export function clientAddress(headers: { get(name: string): string | null }): string {
  const peer = plain(peerOf(headers));
  if (peer === null) return UNKNOWN;
  const trusted = trustedProxies();
  let nearest = peer;
  for (const hop of (headers.get('x-forwarded-for') ?? '').split(',').reverse()) {
    const address = plain(hop);
    if (!isIn(trusted, nearest) || address === null) break;
    nearest = address;
  }
  return nearest;
}

/**
 * The part of an address that one subscriber is given: all of IPv4, the first 64 bits of IPv6, whose
 * other half anybody changes at will.
 */
export function subscriberOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = Math.max(8 - before.length - after.length, 0);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** An address without port, brackets and zone; an IPv4 one in IPv6's clothes is IPv4. Null: none. */
function plain(text: string | null): string | null {
  const bare = (text ?? '')
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i, '$1');
  return isIP(bare) === 0 ? null : bare;
}

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

function trustedProxies(): BlockList {
  const list = new BlockList();
  for (const { address, family, bits } of networksIn(env().TRUSTED_PROXIES))
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  return list;
}
