import { configDefaults, defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const shared = {
  resolve: { alias: { '@': root } },
  test: { root, environment: 'node', pool: 'forks', restoreMocks: true } as const,
};
/** A busy machine makes a test slow, not wrong. */
const PATIENT_MS = 60_000;
/** Promises under faults: the promised counts in the project chaos, a taste of each in db. */
const CHAOS = 'chaos/*.chaos.ts';
/** What is asked of Temporal alone. */
const TEMPORAL = 'engines/temporal/chaos/*.chaos.ts';
/** The promises that lean on the job engine: a taste of them on Temporal too. */
const ON_ENGINES = ['crash', 'scale-out', 'schedule', 'stop'];
const exclude = [
  ...configDefaults.exclude,
  '.next/**',
  '.data/**',
  '**/dist/**',
  'e2e/**',
  'conformance/**',
];
const onDatabase = {
  globalSetup: ['scripts/test-database.ts', 'chaos/fixtures/bundle.ts'],
  setupFiles: ['scripts/test-env.mjs', 'scripts/test-database-url.mjs'],
};
const onTemporal = {
  globalSetup: [...onDatabase.globalSetup, 'engines/temporal/testing/server.ts'],
  setupFiles: [
    ...onDatabase.setupFiles,
    'engines/temporal/testing/settings.ts',
    'engines/temporal/testing/setup.ts',
  ],
};

export default defineConfig({
  test: {
    // Two cores are the machine this must be quick on; more help only a little because the database
    // is shared.
    maxWorkers: 4,
    projects: [
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts', 'engines/**'],
          setupFiles: ['scripts/test-env.mjs'],
          testTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'db',
          include: ['**/*.db.test.ts', CHAOS],
          exclude: [...exclude, 'engines/**'],
          provide: { chaos: 'short' },
          ...onDatabase,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'chaos',
          include: [CHAOS],
          provide: { chaos: 'long' },
          ...onDatabase,
          testTimeout: 10 * PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'engines',
          include: ['engines/*/src/*.test.ts'],
          exclude,
          setupFiles: ['scripts/test-env.mjs'],
          testTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'temporal',
          include: [...ON_ENGINES.map((name) => `chaos/${name}.chaos.ts`), TEMPORAL],
          exclude,
          provide: { chaos: 'short' },
          ...onTemporal,
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'chaos-temporal',
          include: [CHAOS, TEMPORAL],
          provide: { chaos: 'long' },
          ...onTemporal,
          testTimeout: 10 * PATIENT_MS,
          hookTimeout: PATIENT_MS,
        },
      },
    ],
  },
});
