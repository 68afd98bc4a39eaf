import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';

/** The methods an endpoint may answer by itself. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];
/** Next gives no params to a path without placeholders. */
export type Context = {
  params: Promise<Record<string, string | string[] | undefined> | undefined>;
};
export type Handler = (request: Request, context: Context) => Promise<Response>;
type Exported = Record<Method | 'HEAD' | 'OPTIONS', Handler>;

/**
 * Everything a route file exports, from the methods it answers: HEAD is GET without the body,
 * OPTIONS and every refusal name the same methods, and what is left is a problem document. Without
 * this Next would answer HEAD and OPTIONS from what happens to be exported. `head` false: a GET
 * that changes something, which a HEAD must not do.
 */
export function methods(
  handlers: Partial<Record<Method, Handler>>,
  { head = true }: { head?: boolean } = {},
): Exported {
  const { GET: get } = handlers;
  const allow = [
    ...METHODS.flatMap((method) => {
      if (!handlers[method]) return [];
      return method === 'GET' && head ? ['GET', 'HEAD'] : [method];
    }),
    'OPTIONS',
  ].join(', ');
  const refuse: Handler = async (request) =>
    problemResponse(
      new DomainError('method_not_allowed', { detail: `This path takes ${allow}.` }),
      { request, headers: { allow } },
    );
  return {
    ...(Object.fromEntries(METHODS.map((method) => [method, handlers[method] ?? refuse])) as Record<
      Method,
      Handler
    >),
    HEAD: get && head ? withoutBody(get) : refuse,
    OPTIONS: async () => new Response(null, { status: 204, headers: { allow } }),
  };
}

const withoutBody =
  (get: Handler): Handler =>
  async (request, context) => {
    const { status, headers } = await get(request, context);
    return new Response(null, { status, headers });
  };
