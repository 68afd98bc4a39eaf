import type { Reply } from '@/lib/sandbox/kit/call';

/**
 * What can be wrong with one record of an answer: a NUL character, half of a surrogate pair, no id.
 */
export const DAMAGES = ['nul', 'surrogate', 'no_id'] as const;
export type Damage = (typeof DAMAGES)[number];

/**
 * The answer with one of its records damaged; the answer itself when it does not carry that record.
 */
export function damaged(reply: Reply, record: string, damage: Damage): Reply {
  if (!reply.body.includes(record)) return reply;
  const body: unknown = JSON.parse(String(reply.body));
  const found = find(body, record);
  if (!found) return reply;
  if (damage === 'no_id') delete found.id;
  else
    found[
      Object.keys(found).find((key) => key !== 'id' && typeof found[key] === 'string') ?? 'url'
    ] = damage === 'nul' ? 'a\u0000b' : 'a\ud800b';
  // Damage may be anywhere: the connectors keep known fields only, `properties` among them.
  if (damage !== 'no_id' && found.properties !== null && typeof found.properties === 'object')
    (found.properties as Record<string, unknown>).damaged =
      damage === 'nul' ? 'a\u0000b' : 'a\ud800b';
  return { ...reply, body: JSON.stringify(body) };
}

function find(value: unknown, id: string): Record<string, unknown> | null {
  if (value === null || typeof value !== 'object') return null;
  const own = value as Record<string, unknown>;
  if (!Array.isArray(value) && (own.id === id || String(own.id) === id)) return own;
  for (const inner of Object.values(own)) {
    const found = find(inner, id);
    if (found) return found;
  }
  return null;
}
