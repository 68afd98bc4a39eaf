import { mcp } from '@/lib/mcp/route';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = mcp;
