import pLimit from 'p-limit';
import { providers, sandbox } from '@/lib/egress/dispatchers';
import { exchangeBytes } from '@/lib/egress/http';
import { assertAllowed } from '@/lib/egress/policy';
import { sandboxAddress } from '@/lib/egress/sandbox-address';

const MOST_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
/** Pictures held at once, so that a page of them is no gigabyte. */
const oneOfFew = pLimit(8);

/** What a browser may be given as a picture. */
export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';
  bytes: Buffer;
}

/** What was fetched is no picture that is shown. */
export class NoPicture extends Error {
  override name = 'NoPicture';
}

/**
 * Fetches a picture that a record names, from the hosts its connector declares for pictures: https,
 * public addresses only, no credential, no redirection, at most 5 MB in 10 s. It is what its first
 * bytes say, whatever the server calls it. Throws NoPicture, NetworkError, TooLarge or EgressRefused.
 */
export async function fetchPicture(
  address: string,
  { hosts, mode }: { hosts: readonly string[]; mode: 'live' | 'sandbox' },
): Promise<Picture> {
  if (!URL.canParse(address)) throw new NoPicture('The record holds no address.');
  const url = new URL(address);
  assertAllowed(url, hosts);
  return oneOfFew(async () => {
    const { status, bytes } = await exchangeBytes(
      mode === 'sandbox' ? await sandboxAddress(url) : url,
      {
        method: 'GET',
        headers: { accept: 'image/*', 'user-agent': 'Inlet/0.1' },
        via: mode === 'sandbox' ? sandbox() : providers(),
        timeout_ms: TIMEOUT_MS,
        most_bytes: MOST_BYTES,
      },
    );
    const type = status === 200 ? typeOf(bytes) : null;
    if (type === null) throw new NoPicture(`The provider answered ${status} and no picture.`);
    return { type, bytes };
  });
}

/**
 * What the first bytes say (MIME Sniffing Standard, 6.1; AVIF: the brand of an ISO media file). SVG is
 * none: it can hold script.
 */
export function typeOf(bytes: Buffer): Picture['type'] | null {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 14) === 'WEBPVP') return 'image/webp';
  if (text(4, 12) === 'ftypavif') return 'image/avif';
  return null;
}
