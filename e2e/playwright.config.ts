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
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 }, screenshot: 'only-on-failure', actionTimeout: 15_000,
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_ARGS },
  },
});
