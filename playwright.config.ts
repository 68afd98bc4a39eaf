import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

/** End-to-end journeys on the built app, in the machine's own Chromium. Run by `npm test`, or alone by `npm run test:e2e`. */
export default defineConfig({
  testDir: 'e2e/journeys',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results/e2e',
  // Each worker runs its own server, database and sandbox; two cores carry two.
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE }] as ['json', { outputFile: string }]] : [])],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(findBrowser() ? { executablePath: findBrowser() } : {}), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] },
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});
