import { newId } from '@/lib/platform/ids';

const REQUEST_ID = /^[\w.:/+=-]{1,128}$/;

/**
 * How a request is called in answers, logs and the trail: as it says in X-Request-Id, when that is
 * up to 128 letters, digits and `._:/+=-`; otherwise by a name of ours.
 */
export function requestIdOf(request: Request | undefined): string {
  const given = request?.headers.get('x-request-id') ?? '';
  return REQUEST_ID.test(given) ? given : newId();
}
