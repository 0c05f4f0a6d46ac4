/** The flagship's numbers against plm and sandwich, unrounded: the largest relative difference by table. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyProject } from './flagship-copy.ts';
import { papermake, projectRoot } from './measure.ts';

/** R's table and column → our node. */
const nodes: Readonly<Record<string, (column: string) => string>> = {
  baseline: (column) => (column === '5' ? 'baseline.quadratic' : `baseline.main.${column}`),
  heterogeneity: (column) => `heterogeneity.${column}`,
  twoway: () => 'twoway',
  describe: () => 'describe',
  vif: () => 'vif',
};

/** R and we sum in other orders; a p-value far in the tail magnifies what is left. */
const tolerance = 1e-9;

interface Named {
  readonly [name: string]: number | string;
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-confirm-'));
try {
  copyProject(folder);
  execFileSync('node', [papermake, 'run', '-q'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('Rscript', [path.join(projectRoot, 'bench/flagship.R'), 'data/panel.csv', 'r-out'], { cwd: folder });
  compare(readFileSync(path.join(folder, 'r-out/numbers.csv'), 'utf8'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(csv: string): void {
  const worst = new Map<string, { count: number; difference: number; what: string }>();
  const shown = new Map<string, unknown>();
  for (const line of csv.trim().split('\n').slice(1)) {
    const [table, column, what, value] = line.split(',') as [string, string, string, string];
    // Software reports other constants under two-way effects, or none.
    if (table === 'twoway' && what.startsWith('_cons')) continue;
    const node = nodes[table]!(column);
    if (!shown.has(node)) shown.set(node, show(node));
    const ours = pick(shown.get(node), column, what);
    const difference = Math.abs(ours - Number(value)) / Math.max(Math.abs(Number(value)), 1e-12);
    const entry = worst.get(table) ?? { count: 0, difference: -1, what: '' };
    entry.count++;
    if (!(difference <= entry.difference)) Object.assign(entry, { difference, what: `${node} ${what}` });
    worst.set(table, entry);
  }
  for (const [table, { count, difference, what }] of worst) {
    process.stdout.write(
      `${table}: ${count} numbers, largest relative difference ${difference.toExponential(1)} (${what})\n`,
    );
    if (!(difference <= tolerance)) process.exitCode = 1;
  }
}

function show(node: string): unknown {
  return JSON.parse(execFileSync('node', [papermake, 'show', node, '--json'], { cwd: folder, encoding: 'utf8' }));
}

/** `NQP.estimate` of a fit, `sd` of the row of a variable, or a statistic. NaN when there is none, which fails. */
function pick(artifact: unknown, column: string, what: string): number {
  const { terms, rows, stats, nobs } = artifact as { terms?: Named[]; rows?: Named[]; stats?: Named; nobs?: number };
  if (rows !== undefined) return Number(rows.find((row) => row.variable === column)?.[what]);
  if (what === 'nobs') return Number(nobs);
  const dot = what.lastIndexOf('.');
  if (dot < 0) return Number(stats?.[what]);
  return Number(terms?.find((term) => term.term === what.slice(0, dot))?.[what.slice(dot + 1)]);
}
