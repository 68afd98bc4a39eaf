import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { TESTS } from './modules.mjs';

// Stryker runs it in a copy of the repository.
const root = path.resolve(import.meta.dirname, '../..');

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    root,
    include: TESTS,
    setupFiles: ['scripts/test-env.mjs'],
    restoreMocks: true,
  },
});
