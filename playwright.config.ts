// Browser tests against the product as `npm start` runs it: own data folder, free ports, sandbox vendors.
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/testing/find-browser.ts';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/global-setup.ts',
  // two cores, one product under test
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // a second try on CI is reported as flaky; on a desk a flaky test fails
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  outputDir: 'test-results/browser',
  use: {
    baseURL: process.env.MSPCLAW_TEST_URL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    },
  },
});
