/** Chromium for the tests of this folder, which are skipped where it is absent, but not under CI. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { PATIENCE_MS } from '../support/patience.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasNoChromium = !existsSync(executablePath) && !process.env.CI;

const flags = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
  // The same letters on every machine, as far as that goes.
  'font-render-hinting=none',
  'disable-lcd-text',
  'force-color-profile=srgb',
];

/** Its pages wait as long as other tests do. */
export async function launchChromium(): Promise<Browser> {
  const args = flags.map((flag) => `--${flag}`);
  const browser = await chromium.launch({ executablePath, args, timeout: PATIENCE_MS });
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  return browser;
}
