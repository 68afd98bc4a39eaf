import http from 'node:http';
import { startBuilt } from './built.ts';
import { spreadOf, type Spread } from './spread.ts';
import { prepare } from './workspaces.ts';

/** Pollers at a time. */
export const POLLERS = [20, 200] as const;

/** What a read costs beside a route that does nothing, each the median of a round's requests. */
export interface ReadsResult {
  pollers: number;
  bare_p50_ms: Spread;
  beside_bare: Record<'status' | 'status_304' | 'list' | 'list_304' | 'page', Spread>;
  /** A resource read over MCP beside the same over REST. */
  mcp_to_rest: Spread;
}

const REQUESTS = 1_000;

interface Read {
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** What it has to answer. */
  status?: number;
}

/**
 * Status, lists and MCP under 20 and 200 pollers that never rest, in rounds in turns with a bare
 * route of the same process.
 */
export async function benchReads(rounds: number): Promise<ReadsResult[]> {
  const app = await startBuilt();
  try {
    const { id, small_key, big_key } = await prepare();
    const reads = await readsOf(`http://127.0.0.1:${app.port}`, { id, small_key, big_key });
    const results: ReadsResult[] = [];
    for (const pollers of POLLERS) results.push(await measured(reads, pollers, rounds));
    return results;
  } finally {
    await app.stop();
  }
}

type Name = 'bare' | 'mcp' | keyof ReadsResult['beside_bare'];

async function readsOf(
  address: string,
  { id, small_key, big_key }: { id: string; small_key: string; big_key: string },
): Promise<Record<Name, Read>> {
  const api = `${address}/api/platform/v1/connections`;
  const small = { 'x-api-key': small_key };
  const status = { url: `${api}/${id}/status`, headers: small };
  const list = { url: `${api}?limit=100`, headers: small };
  const unchanged = async (read: Read): Promise<Read> => {
    const { headers } = await fetch(read.url, { headers: read.headers });
    const etag = headers.get('etag');
    if (!etag) throw new Error(`${read.url} answered without an ETag`);
    return { ...read, headers: { ...read.headers, 'if-none-match': etag }, status: 304 };
  };
  return {
    bare: { url: `${address}/healthz` },
    status,
    status_304: await unchanged(status),
    list,
    list_304: await unchanged(list),
    page: { url: `${api}?limit=100`, headers: { 'x-api-key': big_key } },
    mcp: {
      url: `${address}/api/mcp`,
      headers: {
        ...small,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2025-06-18',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'resources/read',
        params: { uri: `connection://${id}/status` },
      }),
    },
  };
}

async function measured(
  reads: Record<Name, Read>,
  pollers: number,
  rounds: number,
): Promise<ReadsResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: pollers });
  const p50s: Record<Name, number[]> = {
    bare: [],
    status: [],
    status_304: [],
    list: [],
    list_304: [],
    page: [],
    mcp: [],
  };
  const names = Object.keys(p50s) as Name[];
  try {
    for (const name of names) await round(agent, reads[name], pollers);
    for (let i = 0; i < rounds; i++)
      for (const name of names) p50s[name].push(await round(agent, reads[name], pollers));
  } finally {
    agent.destroy();
  }
  const ratio = (name: Name, to: Name) => spreadOf(p50s[name].map((ms, i) => ms / p50s[to][i]!));
  return {
    pollers,
    bare_p50_ms: spreadOf(p50s.bare),
    beside_bare: {
      status: ratio('status', 'bare'),
      status_304: ratio('status_304', 'bare'),
      list: ratio('list', 'bare'),
      list_304: ratio('list_304', 'bare'),
      page: ratio('page', 'bare'),
    },
    mcp_to_rest: ratio('mcp', 'status'),
  };
}

/** The median of a thousand requests by so many pollers, in milliseconds. */
async function round(agent: http.Agent, read: Read, pollers: number): Promise<number> {
  const times: number[] = [];
  let left = REQUESTS;
  const poll = async () => {
    while (left-- > 0) times.push(await timed(agent, read));
  };
  await Promise.all(Array.from({ length: pollers }, poll));
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

/** Milliseconds from request to the last byte. */
function timed(
  agent: http.Agent,
  { url, headers = {}, body, status = 200 }: Read,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http
      .request(url, { agent, headers, method: body === undefined ? 'GET' : 'POST' }, (response) => {
        if (response.statusCode !== status)
          reject(new Error(`${url} answered ${response.statusCode}, not ${status}`));
        response.resume().on('end', () => resolve(performance.now() - begun));
      })
      .on('error', reject)
      .end(body);
  });
}
