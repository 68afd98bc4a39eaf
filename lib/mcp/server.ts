import { Server } from '@modelcontextprotocol/server';
import {
  complete,
  isHidden,
  listResources,
  readResource,
  TEMPLATES,
  type Reader,
} from '@/lib/mcp/resources';
import { callTool, listTools } from '@/lib/mcp/tools';
import { env } from '@/lib/platform/env';
import { VERSION } from '@/lib/platform/version';

/**
 * The server of one request, in the name of whoever sent it. Listening for changes belongs to the
 * newer era alone: the older one would need a session, and here each request stands by itself.
 */
export function buildServer(reader: Reader, era: 'legacy' | 'modern'): Server {
  const tools = env().MCP_READ_TOOLS;
  const server = new Server(
    { name: 'inlet', title: 'Inlet', version: VERSION },
    {
      capabilities: {
        resources: era === 'modern' ? { listChanged: true, subscribe: true } : {},
        completions: {},
        ...(tools ? { tools: {} } : {}),
      },
      instructions:
        'What a workspace has connected, and how each connection is doing. Read only. ' +
        'Begin with connection://list or connection://catalog.',
      cacheHints: {
        'server/discover': { ttlMs: 3_600_000, cacheScope: 'public' },
        'resources/templates/list': { ttlMs: 5_000, cacheScope: 'private' },
        'resources/list': { ttlMs: 5_000, cacheScope: 'private' },
        'resources/read': { ttlMs: 1_000, cacheScope: 'private' },
      },
    },
  );
  server.setRequestHandler('resources/list', ({ params }) => listResources(reader, params?.cursor));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: isHidden(reader) ? [] : TEMPLATES,
  }));
  server.setRequestHandler('resources/read', async ({ params }) => ({
    contents: [await readResource(reader, params.uri)],
  }));
  server.setRequestHandler('completion/complete', async ({ params }) => ({
    completion: await complete(reader, params.argument.name, params.argument.value),
  }));
  if (tools) {
    server.setRequestHandler('tools/list', () => ({ tools: listTools(reader) }));
    server.setRequestHandler('tools/call', ({ params }) =>
      callTool(reader, params.name, params.arguments ?? {}),
    );
  }
  return server;
}
