import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{server,connectors,components,playbooks,scripts,bin,_templates}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/.next/**'],
    globalSetup: ['./scripts/testing/global-setup.ts'],
    // two cores: the database wants one of them
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { NODE_ENV: 'test', MSPCLAW_LOG: 'silent' },
  },
});
