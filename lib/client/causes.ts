import { isEnglish, type Words } from '@/lib/client/words';
import type { Connection } from '@/lib/contract/connections';
import type { Cause } from '@/lib/contract/health';

type Judged = Pick<Connection, 'health_detail' | 'deletions_held'>;

/** What a sentence of a cause is said with, in the reader's language. */
export const valuesOf = (
  { code, values }: Cause,
  { deletions_held }: Pick<Judged, 'deletions_held'>,
  t: Words,
  labelOf: LabelOf = ({ label }) => label,
): Cause['values'] =>
  code === 'deletions_held' ? { ...values, held: heldIn(deletions_held, t, labelOf) } : values;

type Held = Judged['deletions_held'][number];
/** What a stream is called in the reader's language. */
type LabelOf = (held: Held) => string;

const heldIn = (held: readonly Held[], t: Words, labelOf: LabelOf): string =>
  held
    .filter(({ confirmed }) => confirmed === null)
    .map((one) => {
      const { would_delete, of } = one;
      return t('causes.held_of', { would_delete, of, label: labelOf(one) });
    })
    .join(', ');

/** Why a connection is as it is, as plain text. What a provider said stays as it said it. */
export const causeText = (c: Judged, t: Words): string =>
  isEnglish(t)
    ? c.health_detail.cause
    : c.health_detail.causes
        .map((cause) =>
          t.markup(`causes.${cause.code}`, { ...valuesOf(cause, c, t), said: (text) => text }),
        )
        .join(' ');

/** Whether reconnecting is to allow more than before, rather than to allow the same once more. */
export function asksForPermissions({
  health,
  health_detail: { action, causes },
  authorization,
}: Pick<Connection, 'health' | 'health_detail' | 'authorization'>): boolean {
  if (action !== 'reconnect' || health !== 'degraded') return false;
  return causes[0]?.code === 'scopes_missing' || !KEYED.has(authorization);
}

/** What is entered, not authorized at the provider. */
const KEYED: ReadonlySet<string> = new Set(['api_key', 'handle', 'webhook']);
