import type { Walk } from '@/lib/connectors/kit/walks/walk';

/** The walk of a stream whose records are delivered to us: there is nothing to read. */
export function arrives(): Walk {
  return {
    arrives: true,
    async *read() {
      yield { items: [], position: null, proves_nothing: true };
    },
  };
}
