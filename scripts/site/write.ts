/** Builds the site into `site/dist`, a folder to deploy: `npm run docs`. The generator is a package of its own in `site/`. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './pages.ts';
import { stage } from './stage.ts';

const site = path.join(root, 'site');
const generator = path.join(site, 'node_modules/vitepress/bin/vitepress.js');
if (!existsSync(generator))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: site,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
stage(path.join(site, 'pages'));
execFileSync(process.execPath, [generator, 'build', site], { cwd: site, stdio: 'inherit' });
