import { problemResponse } from '@/lib/api/problem';
import { DomainError } from '@/lib/contract/errors';
import { mayScrape, METRICS_TYPE, metricsText } from '@/lib/operations/service';

/** Prometheus's text for whoever has METRICS_TOKEN. Without that setting there is nothing here. */
export async function metrics(request: Request): Promise<Response> {
  const may = mayScrape(request.headers.get('authorization'));
  if (may === 'closed') return problemResponse(new DomainError('unknown_path'));
  if (may === 'no')
    return problemResponse(
      new DomainError('unauthenticated', {
        detail: 'This needs the metrics token.',
        fix: 'Send METRICS_TOKEN as Authorization: Bearer.',
      }),
      { request },
    );
  return new Response(await metricsText(), {
    headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' },
  });
}
