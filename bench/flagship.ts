/** The flagship from an empty store against the same tables made by plm and sandwich: demanded, 2 times faster. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { copyProject } from './flagship-copy.ts';
import { measure, papermake, projectRoot, report } from './measure.ts';

/** The steps and tables that bench/flagship.R has a counterpart of. */
const STEPS = ['indicators', 'nqp', 'panel', 'describe', 'vif', 'baseline', 'twoway', 'heterogeneity', 'tables'];
const TABLES = ['descriptives', 'vif', 'baseline', 'twoway', 'heterogeneity'];

/** Writes the pipeline with these alone, which no new step of the paper can break. */
function writeSamePipeline(): void {
  const document = parseDocument(readFileSync(path.join(folder, 'pipeline.yaml'), 'utf8'));
  for (const key of ['claims', 'numbers']) document.delete(key);
  keepOnly(document.getIn(['steps']), STEPS);
  keepOnly(document.getIn(['steps', 'tables', 'tables']), TABLES);
  writeFileSync(path.join(folder, SAME), String(document));
}

function keepOnly(map: unknown, names: readonly string[]): void {
  if (!isMap(map)) throw new Error('pipeline.yaml is otherwise than this bench expects');
  const all = map.items.map(({ key }) => String(key));
  const lacking = names.filter((name) => !all.includes(name));
  if (lacking.length > 0) throw new Error(`pipeline.yaml has no ${lacking.join(', ')} any more`);
  for (const name of all) if (!names.includes(name)) map.delete(name);
}

const SAME = 'same-tables.yaml';
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const empty = (): void => {
  rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
  rmSync(path.join(folder, 'out'), { recursive: true, force: true });
};
try {
  copyProject(folder);
  writeSamePipeline();
  const medians = measure(
    [
      { name: 'papermake', command: ['node', papermake, 'run', '-f', SAME], cwd: folder, prepare: empty },
      {
        name: 'papermake, the whole paper: instruments, thresholds, comparison, audit, claims',
        command: ['node', papermake, 'run'],
        cwd: folder,
        prepare: empty,
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
    title: 'The flagship’s tables from an empty store, against R with plm and sandwich',
    command: 'npx tsx bench/flagship.ts',
    medians,
    ratios: [{ text: 'R takes this many times as long', value: ratio, demand: 'at least 2', holds: ratio >= 2 }],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
