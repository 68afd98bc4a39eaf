import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { readBody } from '@/lib/api/body';
import { callerOf } from '@/lib/api/caller';
import { preflight } from '@/lib/api/cors';
import { methods, type Handler } from '@/lib/api/methods';
import { requestIdOf } from '@/lib/api/request-id';
import { asTrpcError } from '@/lib/dialects/trpc/errors';
import { appRouter, type Context } from '@/lib/dialects/trpc/router';

const ENDPOINT = '/api/trpc';
/** More calls than a page makes at once. */
const MAX_BATCH = 50;

/** A call of the router, or several in one request. */
const answer: Handler = async (request) => {
  const request_id = requestIdOf(request);
  const headers: Record<string, string> = { 'cache-control': 'private, no-store' };
  const { url, headers: sent } = request;
  // Of a HEAD the body is left out further up.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const body =
    method === 'POST' ? await readBody(request).catch((error: unknown) => ({ error })) : '';
  const createContext = async (): Promise<Context> => {
    try {
      if (typeof body !== 'string') throw body.error;
      return { caller: await callerOf(request, request_id, headers), request_id };
    } catch (error) {
      throw asTrpcError(error, request_id);
    }
  };
  const response = await fetchRequestHandler({
    endpoint: ENDPOINT,
    router: appRouter,
    req: new Request(url, {
      method,
      headers: sent,
      ...(method === 'POST' && typeof body === 'string' ? { body } : {}),
    }),
    createContext,
    maxBatchSize: MAX_BATCH,
  });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
};

const { OPTIONS, ...rest } = methods({ GET: answer, POST: answer });

/** The methods of /api/trpc: queries are asked for with GET or POST, mutations posted. */
export const trpc = {
  ...rest,
  OPTIONS: (async (request, context) =>
    preflight(request, await OPTIONS(request, context))) as Handler,
};
