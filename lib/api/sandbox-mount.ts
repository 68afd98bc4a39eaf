import { sandboxWorkspaceExists } from '@/lib/access/service';
import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { localSandbox } from '@/lib/worker/local-sandbox';

/**
 * Only what a person's browser needs: the list of accounts and their keys, and the consent page of a
 * provider. Everything else is 404 from outside.
 */
const PAGES = /^(?:\/?|\/[a-z0-9.-]+\/(?:[\w.-]+\/)*authorize\/?)$/;
/** The form of a consent page is a few hundred bytes. */
const MAX_FORM_BYTES = 64 * 1024;

/**
 * Serves the consent page of this process's sandbox, on installations that have a sandbox workspace.
 * Control and data calls stay on loopback.
 */
export async function sandboxPage(request: Request): Promise<Response> {
  try {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/sandbox/, '');
    const served = env().SANDBOX && PAGES.test(path);
    if (!served || !(await sandboxWorkspaceExists())) throw new DomainError('unknown_path');
    const elsewhere = env().SANDBOX_URL;
    // One that runs by itself shows its own pages.
    if (elsewhere && /^\/?$/.test(path)) return Response.redirect(elsewhere);
    if (elsewhere) throw new DomainError('unknown_path');
    const body = request.method === 'POST' ? await formOf(request) : null;
    const { sandbox } = await localSandbox();
    return await sandbox.fetch(
      new Request(new URL(`http://sandbox${path || '/'}${url.search}`), {
        method: body === null ? 'GET' : 'POST',
        headers: request.headers,
        ...(body === null ? {} : { body }),
      }),
    );
  } catch (error) {
    if (error instanceof DomainError) return problemResponse(error);
    throw error;
  }
}

/** The body, counted while it is read. Throws body_too_large. */
async function formOf(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > MAX_FORM_BYTES) throw new DomainError('body_too_large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
