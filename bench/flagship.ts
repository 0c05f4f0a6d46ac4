/** The flagship from an empty store against the same tables made by plm and sandwich: demanded, 2 times faster. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyProject } from './flagship-copy.ts';
import { measure, papermake, projectRoot, report } from './measure.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  copyProject(folder);
  const medians = measure(
    [
      {
        name: 'papermake',
        command: ['node', papermake, 'run'],
        cwd: folder,
        prepare: () => {
          rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
          rmSync(path.join(folder, 'out'), { recursive: true, force: true });
        },
      },
      {
        name: 'R',
        command: ['Rscript', path.join(projectRoot, 'bench/flagship.R'), 'data/panel.csv', 'r-out'],
        cwd: folder,
        prepare: () => rmSync(path.join(folder, 'r-out'), { recursive: true, force: true }),
      },
      { name: 'Rscript -e 0', command: ['Rscript', '-e', '0'], cwd: folder },
    ],
    11,
  );
  const ratio = medians.R! / medians.papermake!;
  report({
    title: 'The flagship from an empty store, against R with plm and sandwich',
    command: 'npx tsx bench/flagship.ts',
    medians,
    ratios: [{ text: 'R takes this many times as long', value: ratio, demand: 'at least 2', holds: ratio >= 2 }],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
