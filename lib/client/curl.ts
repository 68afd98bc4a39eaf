import type { ProviderCall } from '@/lib/contract/runs';

/**
 * A call to a provider as a command for a shell. The credential is the variable TOKEN; a body that
 * was sent is one's own to write, and what is not shown of the address to fill in.
 */
export function asCurl({ method, url, headers, sent }: ProviderCall): string {
  const parts = [
    ['curl', method === 'GET' ? '' : `-X ${method}`, url.includes('[') ? '--globoff' : '']
      .filter((word) => word !== '')
      .join(' '),
    quoted(url),
    ...headers.map((header) => `-H ${header.endsWith('$TOKEN') ? open(header) : quoted(header)}`),
  ];
  if (sent !== null) parts.push(`-H ${quoted(`content-type: ${TYPES[sent]}`)}`, '--data @body');
  return parts.join(' \\\n  ');
}

const TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' };

/** As one word, in which nothing means anything. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** As one word, in which only the variable at its end does. */
const open = (header: string): string =>
  `"${header.slice(0, -'$TOKEN'.length).replaceAll(/["\\$`]/g, String.raw`\$&`)}$TOKEN"`;
