import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import { CATEGORIES } from '@/lib/contract/common';
import { isHidden, readResource, type Reader } from '@/lib/mcp/resources';

type Given = Record<string, unknown>;
type Schema = Tool['inputSchema'];

const ID = { type: 'string', description: 'The id of the connection.' } as const;
const object = (properties: Record<string, object>, required: string[] = []): Schema =>
  ({ type: 'object', properties, required, additionalProperties: false }) as Schema;

function withQuery(uri: string, given: Given, names: readonly string[]): string {
  const query = new URLSearchParams();
  for (const name of names) if (given[name] !== undefined) query.set(name, String(given[name]));
  return query.size > 0 ? `${uri}?${query}` : uri;
}
const idIn = (given: Given) => encodeURIComponent(String(given.id));

/** The five resources for clients that can only call tools; each answers what its resource does. */
const TOOLS: {
  name: string;
  title: string;
  input: Schema;
  uri: (given: Given) => string;
}[] = [
  {
    name: 'connections_catalog',
    title: 'List what can be connected',
    input: object({
      kind: { type: 'string', enum: ['first_party'] },
      category: { type: 'string', enum: [...CATEGORIES] },
    }),
    uri: (given) => withQuery('connection://catalog', given, ['kind', 'category']),
  },
  {
    name: 'connections_list',
    title: 'List what is connected, with its health',
    input: object({}),
    uri: () => 'connection://list',
  },
  {
    name: 'connections_get',
    title: 'Get one connection',
    input: object({ id: ID }, ['id']),
    uri: (given) => `connection://${idIn(given)}`,
  },
  {
    name: 'connections_status',
    title: 'Tell how a connection is doing',
    input: object({ id: ID }, ['id']),
    uri: (given) => `connection://${idIn(given)}/status`,
  },
  {
    name: 'connections_runs',
    title: 'List the latest runs of a connection',
    input: object({ id: ID, limit: { type: 'integer', minimum: 1, maximum: 100 } }, ['id']),
    uri: (given) => withQuery(`connection://${idIn(given)}/runs`, given, ['limit']),
  },
];

const toolsFor = (reader: Reader) => (isHidden(reader) ? [] : TOOLS);

/** The tools, all of which only read. */
export const listTools = (reader: Reader): Tool[] =>
  toolsFor(reader).map(({ name, title, input }) => ({
    name,
    title,
    description: `${title}. Read only.`,
    inputSchema: input,
    annotations: { readOnlyHint: true, openWorldHint: false },
  }));

/** Calls one; what it refuses comes back as its result, which the model can read. */
export async function callTool(
  reader: Reader,
  name: string,
  given: Given,
): Promise<CallToolResult> {
  const tool = toolsFor(reader).find((one) => one.name === name);
  if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name}`);
  try {
    const { text } = await readResource(reader, tool.uri(given));
    return {
      content: [{ type: 'text', text }],
      structuredContent: JSON.parse(text) as Record<string, unknown>,
    };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { isError: true, content: [{ type: 'text', text: error.message }] };
  }
}
