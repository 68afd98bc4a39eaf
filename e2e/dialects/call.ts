import { appUrl } from '../fixtures/world';

export interface Answer<Body = Record<string, never>> {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

/** One request as a client of another API makes it: a bearer key and JSON. Follows no redirect. */
export async function call<Body = Record<string, never>>(
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(path.startsWith('http') ? path : `${appUrl()}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const is_json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (is_json ? JSON.parse(text) : {}) as Body,
  };
}

/** Allows at the sandbox's consent page as this account; answers where the browser is sent last. */
export async function allowAt(authorize_url: string, account: string): Promise<string> {
  const url = new URL(authorize_url);
  const form = new URLSearchParams(url.search);
  form.set('other_account', account);
  form.set('decision', 'allow');
  const consent = await fetch(`${url.origin}${url.pathname}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const back = await fetch(consent.headers.get('location')!, { redirect: 'manual' });
  return back.headers.get('location')!;
}
