import { MODULES } from './modules.mjs';

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: false },
  mutate: MODULES,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['json'],
  jsonReporter: { fileName: 'test-results/mutation.json' },
  tempDirName: '.cache/stryker',
  // What the tests of these modules do not need is not copied.
  ignorePatterns: [
    '.next',
    '.cache',
    '.data',
    'dist',
    'app',
    'components',
    'e2e',
    'docs',
    'public',
    'test-results',
    'bench',
    'chaos',
    'conformance',
    'engines',
    'judges',
  ],
  allowEmpty: false,
  checkers: [],
  // TypeScript 7 has no compiler API to rewrite it with; nothing here needs it rewritten.
  tsconfigFile: 'none',
};
