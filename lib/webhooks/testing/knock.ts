import { receiver as route } from '@/lib/api/webhooks';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import type { Delivery } from '@/lib/webhooks/signature';

/** Over the route itself, as a provider knocks. */
export function knock(
  provider: string,
  id: string,
  delivery: Delivery,
  query = '',
): Promise<Response> {
  const { method, headers, body } = delivery;
  const request = new Request(
    `http://localhost/api/v1/connectors/webhooks/${provider}/${id}${query}`,
    { method, headers, ...(method === 'GET' ? {} : { body: new Uint8Array(body) }) },
  );
  const params = Promise.resolve({ provider, endpoint: id });
  return method === 'GET' ? route.GET(request, { params }) : route.POST(request, { params });
}

interface Stored {
  verdict: string;
  reason: string | null;
  repeats: number;
  state: string | null;
  body: Buffer | null;
  headers: Record<string, string>;
  event_keys: string[];
}
/** What was stored of what came to an endpoint, in order. */
export const stored = async (id: string): Promise<Stored[]> =>
  (
    await db.query<Stored>(sql`
      SELECT verdict, reason, repeats, state, body, headers, event_keys
      FROM webhook_deliveries
      WHERE endpoint_id = ${id}
      ORDER BY seq`)
  ).rows;
