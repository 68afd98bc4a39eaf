import NextAuth from 'next-auth';
import { authOptions } from '@/lib/access/auth-options';
import { TOO_MANY, WINDOW_SECONDS } from '@/lib/access/attempts';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * next-auth's endpoints under /api/auth, less the one through which anybody could write into our
 * log.
 */
export async function signInRoute(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth[0] === '_log') return new Response(null, { status: 204 });
  const response = (await NextAuth(
    request as never,
    { params: { nextauth } } as never,
    authOptions(),
  )) as Response;
  return nextauth.join('/') === 'callback/credentials' ? withRetryAfter(response) : response;
}

/**
 * next-auth answers every refused sign-in with 401; one refused for its number says 429 and when to
 * come back.
 */
async function withRetryAfter(response: Response): Promise<Response> {
  const text = await response.clone().text();
  if (!text.includes(TOO_MANY)) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(WINDOW_SECONDS));
  return new Response(text, { status: 429, headers });
}
