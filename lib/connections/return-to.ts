const MAX_LENGTH = 1_024;
/** Control characters, spaces and backslashes are how parsers are made to disagree. */
const AMBIGUOUS = /[\u0000-\u0020\u007f-\u009f\\]/;

/**
 * Where the browser may go after OAuth: a path of our own, or an address on an origin the workspace
 * registered. Anything else is null, never an error: the callback then shows its own end page.
 * Pure.
 */
export function safeReturnTo(
  value: string | undefined,
  own_origin: string,
  registered: readonly string[],
): string | null {
  if (!value || value.length > MAX_LENGTH || AMBIGUOUS.test(value)) return null;
  const address = value.startsWith('/') ? `${own_origin}${value}` : value;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || url.username || url.password) return null;
  // Written out in full, not as something a parser completes to it.
  const { origin } = url;
  if (address !== origin && !address.startsWith(`${origin}/`)) return null;
  // What is behind the host must not name one itself, for whoever joins it to something.
  const behind = decode(`${url.pathname}${url.search}`);
  if (behind === null || /^\/[/\\]/.test(behind)) return null;
  if (origin === own_origin) return `${origin}${url.pathname}${url.search}`;
  return registered.includes(origin) ? url.toString() : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Adds the outcome to an address that safeReturnTo let through. */
export function withOutcome(
  address: string,
  outcome: { connected: string } | { connection_error: string },
): string {
  const url = new URL(address);
  for (const [key, value] of Object.entries(outcome)) url.searchParams.set(key, value);
  return url.toString();
}
