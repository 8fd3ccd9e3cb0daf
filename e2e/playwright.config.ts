import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, chromiumPath, fontConfig } from './browser.ts';

process.env['FONTCONFIG_FILE'] ??= fontConfig();

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  globalSetup: './server.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    // Read again in each worker, after the global setup has named it.
    ...(process.env['DOUDI_E2E_ORIGIN'] ? { baseURL: process.env['DOUDI_E2E_ORIGIN'] } : {}),
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 }, screenshot: 'only-on-failure', actionTimeout: 20_000,
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_ARGS },
  },
});
