import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type NextAuthOptions } from 'next-auth';

/** A request to next-auth as it is to see it: already read, within bounds, nothing hostile in it. */
export interface AuthRequest {
  /** What comes after /api/auth/, in its parts. */
  path: string[];
  method: string;
  query: Record<string, string>;
  form: Record<string, string> | null;
  headers: Record<string, string>;
  cookies: Record<string, string>;
}

/**
 * Asks next-auth. Spoken to as the API route of Next's older router, which takes a request and a
 * response as plain objects: its other form reads body and cookies by itself.
 */
export async function askNextAuth(
  { path, method, query, form, headers, cookies }: AuthRequest,
  options: NextAuthOptions,
): Promise<Response> {
  const answered = new Headers();
  const set_cookie: string[] = [];
  let status = 200;
  let body: string | null = null;
  const response = {
    status: (code: number) => {
      status = code;
      return response;
    },
    getHeader: () => set_cookie,
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === 'set-cookie') set_cookie.splice(0, Infinity, ...[value].flat());
      else answered.set(name, String(value));
      return response;
    },
    json: (value: unknown) => {
      answered.set('content-type', 'application/json');
      body = JSON.stringify(value);
    },
    send: (value: unknown) => {
      if (typeof value === 'string') body = value;
      else if (value !== undefined) response.json(value);
    },
    end: () => undefined,
  };
  await NextAuth(
    {
      method,
      headers,
      cookies,
      query: { ...query, nextauth: path },
      body: form ?? undefined,
    } as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    options,
  );
  for (const cookie of set_cookie) answered.append('set-cookie', cookie);
  return new Response(body, { status, headers: answered });
}
