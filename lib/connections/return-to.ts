const MAX_LENGTH = 1_024;

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
  // Control characters, spaces and backslashes are how parsers are made to disagree.
  if (!value || value.length > MAX_LENGTH || /[\u0000-\u0020\u007f-\u009f\\]/.test(value))
    return null;
  let url: URL;
  try {
    decodeURIComponent(value);
    url = new URL(value, own_origin);
  } catch {
    return null;
  }
  if (url.username || url.password || !/^https?:$/.test(url.protocol)) return null;
  if (url.origin === own_origin) {
    if (value.startsWith('//') || /^\/?[\\/]{2}/.test(decodeURIComponent(url.pathname)))
      return null;
    return value.startsWith('/') || value.startsWith(`${own_origin}/`) || value === own_origin
      ? `${own_origin}${url.pathname}${url.search}`
      : null;
  }
  return registered.includes(url.origin) ? url.toString() : null;
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
