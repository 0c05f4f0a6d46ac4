/** The witness of the flagship by R, against R's own run of the exported scripts. Demanded: at most 1.5 times as long. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyProject } from './flagship-copy.ts';
import { measure, papermake, report } from './measure.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-witness-'));
const project = path.join(folder, 'project');
const scripts = path.join(folder, 'scripts');
const call = (...args: readonly string[]): void =>
  void execFileSync('node', [papermake, ...args], { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });

try {
  mkdirSync(project);
  copyProject(project);
  call('run', '-q');
  call('export', '--to', 'r', '--out', scripts);
  const medians = measure(
    [
      { name: 'papermake witness', command: ['node', papermake, 'witness', '--with', 'r'], cwd: project },
      { name: 'Rscript main.R', command: ['Rscript', '--vanilla', 'main.R'], cwd: scripts },
      { name: 'Rscript -e 0', command: ['Rscript', '--vanilla', '-e', '0'], cwd: scripts },
    ],
    7,
  );
  const ratio = medians['papermake witness']! / medians['Rscript main.R']!;
  report({
    title: 'The flagship’s witness by R, against R’s own run of the scripts',
    command: 'npx tsx bench/witness.ts',
    medians,
    ratios: [
      {
        text: 'the witness takes this many times as long',
        value: ratio,
        demand: 'at most 1.5',
        holds: ratio <= 1.5,
      },
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
