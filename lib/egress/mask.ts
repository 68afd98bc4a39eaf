import type { RequestSpec } from '@/lib/connectors/kit';

/** Shorter ones are words of the language, not secrets. */
const SHORTEST = 8;
const MASKED = '[secret]';
/** Fields of a token call that are secret, by their names in RFC 6749, 7009, 7521 and 7636. */
const SECRET_FIELDS = /secret|token$|password|^code$|code_verifier|assertion|api_?key/i;
/** Headers that carry a credential, whoever sets them. */
const SECRET_HEADERS = /^(proxy-)?authorization$|cookie|token|secret|key/i;

/** Takes the secrets out of a text. */
export type Mask = (text: string) => string;

/**
 * Masks what a call sends in confidence: the values of `credentials` (headers), secret headers and
 * fields of the request, and `more`. Providers repeat them in errors, and errors are stored and
 * shown. Found as they are, percent-encoded, with "/" escaped as in JSON, and inside Basic.
 */
export function maskFor(
  spec: Pick<RequestSpec, 'headers' | 'form' | 'json'>,
  credentials: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Mask {
  const named = (fields: object | null | undefined, names: RegExp): string[] =>
    Object.entries(fields ?? {}).flatMap(([name, value]) =>
      names.test(name) && typeof value === 'string' ? [value] : [],
    );
  const secrets = [
    ...[...Object.values(credentials), ...named(spec.headers, SECRET_HEADERS)].flatMap(ofHeader),
    ...named(spec.form, SECRET_FIELDS),
    ...(typeof spec.json === 'object' ? named(spec.json, SECRET_FIELDS) : []),
    ...more,
  ].filter((secret) => secret.length >= SHORTEST);
  if (secrets.length === 0) return (text) => text;
  const spelled = new Set(
    secrets.flatMap((s) => [s, encodeURIComponent(s), s.replaceAll('/', String.raw`\/`)]),
  );
  // The longest first: one secret may begin with another.
  const all = [...spelled].sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const secret of all)
      if (masked.includes(secret)) masked = masked.replaceAll(secret, MASKED);
    return masked;
  };
}

/** "Bearer abc" → "abc"; "Basic dXNlcjpwYXNz" → also "user:pass" and both halves. */
function ofHeader(value: string): string[] {
  const [scheme, ...rest] = value.split(' ');
  const credential = rest.join(' ');
  if (credential === '') return [value];
  if (scheme!.toLowerCase() !== 'basic') return [credential];
  const pair = Buffer.from(credential, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return [credential, pair, pair.slice(0, Math.max(colon, 0)), pair.slice(colon + 1)];
}
