// Pure modules whose rules must not change unnoticed: each is mutated, and the tests beside it have to
// notice. Add a file here, and its table test beside it.
export const MODULES = [
  'lib/connections/return-to.ts',
  'lib/egress/policy.ts',
  'lib/health/health.ts',
  'lib/schedule/cadence.ts',
  'lib/sync/outcome.ts',
  'lib/sync/plan.ts',
];
export const testOf = (module) => module.replace(/\.ts$/, '.test.ts');
/** Every test that has to notice: the one beside each module, and more of plans and verdicts. */
export const TESTS = [
  ...MODULES.map(testOf),
  'lib/health/auto-paused.test.ts',
  'lib/health/order.test.ts',
  'lib/health/turns.test.ts',
  'lib/sync/backfill.test.ts',
  'lib/sync/phases.test.ts',
];
