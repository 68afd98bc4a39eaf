import { countAll, type ConnectionTotal } from '@/lib/connections/repository-list';
import { staleSeconds } from '@/lib/connections/shared';

/**
 * How many connections the whole installation has, by connector, status and health. Names nobody.
 */
export const connectionTotals = async (): Promise<ConnectionTotal[]> =>
  countAll(await staleSeconds());
