/** A request as it reached the sandbox. The path begins with the host it is meant for. */
export interface Incoming {
  method: string;
  path: string;
  query: URLSearchParams;
  header: (name: string) => string | null;
  body: string;
}

/**
 * A request that reached a provider. `host` and `path` are the provider's own: the sandbox prefix
 * is gone. `now` is the provider's clock, epoch milliseconds.
 */
export interface Call extends Incoming {
  host: string;
  now: number;
}

/**
 * An answer. `body` is ready to send, as text or as its bytes. `trick` is a fault of the wire,
 * played by whoever writes the answer out.
 */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer<ArrayBuffer>;
  trick?: 'reset' | 'timeout' | 'truncate';
  delay_ms?: number;
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

export const json = (
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Reply => ({ status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(value) });

export const html = (
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Reply => ({ status, headers: { 'content-type': 'text/html;charset=utf-8', ...headers }, body });

export const bytesOf = ({ body }: Reply): Buffer<ArrayBuffer> =>
  typeof body === 'string' ? Buffer.from(body) : body;

const COMMA = Buffer.from(',');
/** For bodies put together from kept pieces: `before`, the records with commas between, `after`. */
export const jsonOf = (before: string, records: readonly Buffer[], after: string): Reply => ({
  status: 200,
  headers: JSON_TYPE,
  body: Buffer.concat([
    Buffer.from(before),
    ...records.flatMap((bytes, i) => (i === 0 ? [bytes] : [COMMA, bytes])),
    Buffer.from(after),
  ]),
});

/** The text as a JSON object; null when it is not one. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
