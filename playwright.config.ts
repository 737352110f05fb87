import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

// Workers read this file again: what the first reading chose stays.
process.env.E2E_DATA ??= mkdtempSync(join(tmpdir(), 'ibtsocs-e2e-'))
process.env.E2E_PORT ??= String(20_000 + (process.pid % 20_000))
const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}`

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  retries: 1,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  globalSetup: './e2e/setup.ts',
  globalTeardown: './e2e/teardown.ts',
  use: {
    baseURL,
    // What a worker keeps would stand between a test and what it looks at; e2e/offline.spec.ts lets it.
    serviceWorkers: 'block',
    launchOptions: {
      ...(process.env.BROWSER_PATH ? { executablePath: process.env.BROWSER_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desk', use: { viewport: { width: 1280, height: 900 } } },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
      testMatch: /\/(access|read|nojs|axe|vote|jury|cases|whole|personal|people|thread)\.spec\.ts/,
    },
  ],
})
