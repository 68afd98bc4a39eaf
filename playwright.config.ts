import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.ts';

const chromium = findBrowser();
const report = process.env.PLAYWRIGHT_JSON_OUTPUT_FILE;

/**
 * The built app in a real browser and over HTTP. `npm run build` comes first; everything else is
 * started by the global set-up.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './e2e/fixtures/global-setup.ts',
  // Two cores: the app, the sandbox and the database run beside the browsers.
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000, // a busy machine makes a journey slow, not wrong
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    ...(report ? [['json', { outputFile: report }] as ['json', { outputFile: string }]] : []),
  ],
  use: {
    // The network service otherwise looks for updates and tries QUIC; a test browser talks to the
    // app and nobody else.
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    // A trace of every test costs more than the tests; `--trace on` makes one of the test that is
    // looked into.
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'first-run', testMatch: 'first-run.spec.ts' },
    {
      name: 'journeys',
      testMatch: 'journeys/**/*.spec.ts',
      testIgnore: '**/first-run.spec.ts',
      dependencies: ['first-run'],
    },
    { name: 'dialects', testMatch: 'e2e/dialects/**/*.spec.ts', dependencies: ['first-run'] },
    { name: 'rest', testMatch: 'rest/**/*.spec.ts', dependencies: ['first-run'] },
  ],
});
