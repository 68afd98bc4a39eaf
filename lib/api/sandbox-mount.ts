import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { localSandbox } from '@/lib/worker/local-sandbox';

/**
 * Only what a person's browser needs: the consent page of a provider. Everything else is 404 from
 * outside.
 */
const PAGES = /^\/[a-z0-9.-]+\/(?:[\w.-]+\/)*authorize\/?$/;

/** Serves the consent page of this process's sandbox. Control and data calls stay on loopback. */
export async function sandboxPage(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/sandbox/, '');
  if (!env().SANDBOX || env().SANDBOX_URL || !PAGES.test(path))
    return problemResponse(new DomainError('unknown_path'));
  const { sandbox } = await localSandbox();
  const inner = new URL(`http://sandbox${path}${url.search}`);
  return sandbox.fetch(
    new Request(inner, {
      method: request.method,
      headers: request.headers,
      ...(request.method === 'POST' ? { body: await request.text() } : {}),
    }),
  );
}
