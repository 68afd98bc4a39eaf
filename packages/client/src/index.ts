import { ROUTES, type Operations, type Schemas } from './api.gen.ts';

export type { Operations, Schemas } from './api.gen.ts';
export type Connection = Schemas['Connection'];
export type ConnectionStatus = Schemas['ConnectionStatus'];
export type SyncedRecord = Schemas['SyncedRecord'];
export type OperationId = keyof Operations;

/** A refused request: `code` does not change, the message is for people. */
export class InletError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Schemas['Problem'];
  constructor(problem: Schemas['Problem']) {
    super(problem.detail);
    this.name = 'InletError';
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

export interface Options {
  /** Where Inlet answers, for example https://inlet.example.com. */
  url: string;
  /** An API key. */
  key: string;
  /** Another fetch than the global one. */
  fetch?: typeof fetch;
}
export interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** How often a request is sent again that was refused for now, and waits at most for each. */
const TRIES = 4;
const LONGEST_WAIT_MS = 60_000;
const POLL_MS = 1_000;

/** A client of one workspace of an Inlet, by one API key. */
export class Inlet {
  readonly #url: string;
  readonly #key: string;
  readonly #fetch: typeof fetch;

  constructor({ url, key, fetch: own }: Options) {
    this.#url = url.replace(/\/+$/, '');
    this.#key = key;
    this.#fetch = own ?? globalThis.fetch.bind(globalThis);
  }

  /**
   * Calls an operation by its id. A POST is sent with an Idempotency-Key, so that it can be sent
   * again: that happens by itself on 429, 503 and a lost connection. Throws InletError.
   */
  async call<Id extends OperationId>(
    id: Id,
    ...[input, options]: object extends Operations[Id]['input']
      ? [input?: Operations[Id]['input'], options?: CallOptions]
      : [input: Operations[Id]['input'], options?: CallOptions]
  ): Promise<Operations[Id]['output']> {
    const response = await this.#send(id, input ?? {}, options ?? {});
    return (await response.json()) as Operations[Id]['output'];
  }

  /** Connections newest first, page after page. */
  async *connections(
    filter: Omit<Operations['listConnections']['input'], 'cursor'> = {},
  ): AsyncGenerator<Connection> {
    let cursor: string | undefined;
    do {
      const page = await this.call('listConnections', { limit: 100, ...filter, cursor });
      yield* page.connections;
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** Connects a source; `mode` of the answer says what comes next. */
  connect(
    input: Operations['createConnection']['input'],
  ): Promise<Operations['createConnection']['output']> {
    return this.call('createConnection', input);
  }

  /**
   * Waits until a connection is healthy and no sync of it runs; asks with the ETag of the last
   * answer. Throws when a person has to do something first, or the signal says stop.
   */
  async waitUntilHealthy(id: string, { signal }: CallOptions = {}): Promise<ConnectionStatus> {
    let etag = '';
    let status: ConnectionStatus | undefined;
    for (;;) {
      const response = await this.#send(
        'getConnectionStatus',
        { id },
        { ...(signal ? { signal } : {}), ...(etag ? { headers: { 'If-None-Match': etag } } : {}) },
      );
      if (response.status !== 304) {
        status = (await response.json()) as ConnectionStatus;
        etag = response.headers.get('etag') ?? '';
      }
      if (status && !status.is_syncing) {
        if (status.health === 'healthy') return status;
        const { who, cause } = status.health_detail;
        if (who === 'you' || who === 'operator') throw new Error(`${status.health}: ${cause}`);
      }
      await sleep(POLL_MS, signal);
    }
  }

  /**
   * A connection's records in order of change, deleted ones as tombstones. Keep the `seq` of the
   * last and give it as `after` another time: every change since comes, and each once.
   */
  async *records(
    id: string,
    {
      after,
      ...filter
    }: { after?: string; stream?: string; entity?: string; canonical?: boolean } = {},
  ): AsyncGenerator<SyncedRecord> {
    let cursor = after;
    for (;;) {
      const page = await this.call('listRecords', {
        id,
        limit: 500,
        ...filter,
        ...(cursor === undefined ? {} : { cursor }),
      } as Operations['listRecords']['input']);
      yield* page.records;
      if (!page.has_more) return;
      cursor = page.next_cursor ?? undefined;
    }
  }

  async #send(id: OperationId, input: object, options: CallOptions): Promise<Response> {
    const [method = 'GET', template = ''] = ROUTES[id].split(' ');
    const { address, body } = placed(`${this.#url}${template}`, method, input);
    const headers: Record<string, string> = { 'X-API-Key': this.#key, ...options.headers };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method === 'POST') headers['Idempotency-Key'] ??= crypto.randomUUID();
    const init = { method, headers, body, signal: options.signal };
    for (let tries = 1; ; tries++) {
      const response = await this.#fetch(address, init as RequestInit).catch((error: unknown) => {
        if (tries >= TRIES || options.signal?.aborted) throw error;
        return null;
      });
      if (response && (response.ok || response.status === 304)) return response;
      const again = response === null || response.status === 429 || response.status === 503;
      if (!again || tries >= TRIES) throw await errorOf(response!);
      await sleep(waitOf(response, tries), options.signal);
    }
  }
}

/** Path placeholders, then query or body. */
function placed(template: string, method: string, input: object) {
  const rest = { ...input } as Record<string, unknown>;
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (method !== 'GET' && method !== 'DELETE') return { address: path, body: JSON.stringify(rest) };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined) query.set(name, String(value));
  return { address: query.size > 0 ? `${path}?${query}` : path, body: undefined };
}

const waitOf = (response: Response | null, tries: number): number => {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return Math.min(Number.isNaN(seconds) ? 250 * 2 ** tries : seconds * 1000, LONGEST_WAIT_MS);
};

async function errorOf(response: Response): Promise<Error> {
  const text = await response.text();
  if (!/problem\+json/.test(response.headers.get('content-type') ?? ''))
    return new Error(`${response.status}: ${text.slice(0, 200)}`);
  return new InletError(JSON.parse(text) as Schemas['Problem']);
}

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
