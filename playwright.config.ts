import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** The built app in a real browser and over HTTP. `npm run build` comes first; everything else is started by the global set-up. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/fixtures/global-setup.ts',
  // Two cores: the app, the sandbox and the database run beside the browsers.
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    // The network service otherwise looks for updates and tries QUIC; a test browser talks to the app and nobody else.
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    // A trace of every test costs more than the tests; `--trace on` makes one of the test that is looked into.
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'first-run', testMatch: 'first-run.spec.ts' },
    { name: 'journeys', testMatch: 'journeys/**/*.spec.ts', testIgnore: '**/first-run.spec.ts', dependencies: ['first-run'] },
    { name: 'rest', testMatch: 'rest/**/*.spec.ts', dependencies: ['first-run'] },
  ],
});
