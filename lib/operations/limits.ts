import { closedBudgets, liftBudget } from '@/lib/egress/service';
import { ok, plural, span, warn, type Finding } from '@/lib/operations/check';
import { endWaits } from '@/lib/operations/repository';

/** A provider's ordinary window is shorter; what stays closed for longer deserves a look. */
const LONG_SECONDS = 3_600;

/** Budgets that a provider's answer closed for long, by their names. */
export async function limits(): Promise<Finding> {
  const closed = await closedBudgets(LONG_SECONDS);
  if (closed.length === 0) return ok('No provider keeps us away for long.');
  return warn(
    `${plural(closed.length, 'provider limit is', 'provider limits are')} closed for up ` +
      `to ${span(closed[0]!.seconds)} more.`,
    'They open by themselves. Where the provider has let go already: npm run lift-limit -- <budget>.',
    closed.map(({ key, seconds }) => [`Budget ${key}`, span(seconds)] as const),
  );
}

/**
 * Opens a closed budget by hand, and lets the connections that waited for it go on. Answers how many
 * of those there are; null when no budget of this name is closed.
 */
export async function liftLimit(budget: string): Promise<number | null> {
  if (!(await liftBudget(budget))) return null;
  const [scope = '', connector = '', app = ''] = budget.split('/');
  return scope === 'app' ? endWaits(connector, app) : 0;
}
