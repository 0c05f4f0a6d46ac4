/** A git repository that came with a project runs no program of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

it('runs nothing that the settings of the repository name', async () => {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: project.root, stdio: ['ignore', 'pipe', 'ignore'] });
  project.write('hook', `#!/bin/sh\ntouch '${project.path('struck')}'\n`);
  chmodSync(project.path('hook'), 0o755);
  git('init', '--quiet');
  git('add', 'data');
  git('config', 'core.fsmonitor', `'${project.path('hook')}'`);
  // The trap works: git itself walks into it.
  git('status');
  expect(project.has('struck')).toBe(true);
  project.remove('struck');
  expect((await project.run('run')).stderr).toContain('.papermake/ would be committed to git');
  expect((await project.run('run', '--force')).code).toBe(0);
  expect((await project.run('status')).code).toBe(0);
  expect(project.has('struck')).toBe(false);
});
