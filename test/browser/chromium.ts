/** Chromium for the tests of this folder, which are skipped where it is absent, but not under CI. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: flags.map((flag) => `--${flag}`) });
