import { isIP } from 'node:net';
import * as z from 'zod';

// Forms that settings have; see env.ts. Imports zod and Node alone, as that does.

export const secret = (sentence: string) =>
  z.string().min(32, 'must be at least 32 characters').describe(sentence);
export const flag = (fallback: boolean) =>
  z
    .enum(['0', '1', 'true', 'false'])
    .default(fallback ? '1' : '0')
    .transform((v) => v === '1' || v === 'true');
export const file = (sentence: string) =>
  z.string().optional().describe(`Path of a file. ${sentence}`);
export const port = () => z.coerce.number().int().min(1).max(65_535);
export const proxy = (sentence: string) =>
  z
    .url({ protocol: /^(https?|socks5?)$/ })
    .optional()
    .describe(sentence);

/** Cookies, redirect URIs and the sandbox's pages all stand at the root of an origin. */
export function onlyOrigin(value: string, context: z.RefinementCtx): void {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url) return;
  const extra = [
    url.username || url.password ? 'a user name or password' : null,
    url.pathname.replace(/\/+$/, '') ? 'a path' : null,
    value.includes('?') ? 'a query' : null,
    value.includes('#') ? 'a fragment' : null,
  ].filter((part) => part !== null);
  if (extra.length > 0)
    context.addIssue({
      code: 'custom',
      message: `must not have ${extra.join(' or ')}: set it to ${url.origin}`,
    });
}

export function onlyNetworks(value: string, context: z.RefinementCtx): void {
  const wrong = networksIn(value).find(({ family, bits }) => family === 0 || !(bits >= 0));
  if (wrong)
    context.addIssue({
      code: 'custom',
      message: `"${wrong.text}" is no address or network, such as 10.0.0.7 or 10.0.0.0/8`,
    });
}

/** An address or network of a setting. `family` 0: it is neither; `bits` NaN: out of range. */
export interface Network {
  text: string;
  address: string;
  family: 0 | 4 | 6;
  bits: number;
}

/** The parts of a list such as `127.0.0.1, 10.0.0.0/8`. An address alone is a network of one. */
export function networksIn(list: string): Network[] {
  return list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [address = '', length, ...more] = text.split('/');
      const family = more.length > 0 ? 0 : (isIP(address) as 0 | 4 | 6);
      const most = family === 4 ? 32 : 128;
      const given = Number(length === undefined ? most : /^\d{1,3}$/.exec(length)?.[0]);
      return { text, address, family, bits: given <= most ? given : NaN };
    });
}
