/**
 * `npm run bench -- [--quick] [NAME…]`: runs benches one after another, all unless some are named. With `--quick` each runs small and once, in
 * bounded time, so that none stops running unseen: no demand is judged and nothing kept. A bench whose peer is not installed is skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './measure.ts';

/** Names the programs, packages of R and modules of Python that a bench needs beside Node. */
interface Needs {
  readonly programs?: readonly string[];
  readonly r?: readonly string[];
  readonly python?: readonly string[];
}

interface Bench extends Needs {
  /** Arguments with which it is small. */
  readonly quick?: readonly string[];
}

const R = { programs: ['Rscript'] };
const numpy = { programs: ['python3'], python: ['numpy'] };

const benches: Readonly<Record<string, Bench>> = {
  certificate: numpy,
  cluster: { programs: ['sbatch', 'snakemake', 'Rscript'], r: ['batchtools'], quick: ['20', 'naps'] },
  'cluster-programs': { programs: ['Rscript', 'sbatch'], quick: ['40'] },
  'cluster-simulation': { quick: ['200', '4', '10'] },
  confirm: { ...R, r: ['plm', 'sandwich'] },
  'changed-treatments': {},
  discontinuity: {},
  doubling: {},
  editor: {},
  effects: {},
  efficiency: { ...R, r: ['lpSolve'] },
  export: {},
  family: {},
  figures: { ...R, r: ['ggplot2'] },
  flagship: { ...R, r: ['plm', 'sandwich'] },
  gmm: { ...R, r: ['plm'] },
  graph: { quick: ['100'] },
  import: {},
  growth: { programs: ['make', 'ninja'], quick: ['100'] },
  large: numpy,
  'large-files': { ...numpy, python: ['numpy', 'pandas'], quick: ['20000', '20000', '1'] },
  'late-optimisation': { quick: ['1'] },
  'linear-algebra': {},
  loops: {},
  match: R,
  mediation: { ...R, r: ['sandwich'] },
  million: { ...R, r: ['data.table'], quick: ['20000', '1'] },
  multiverse: { ...R, r: ['plm', 'sandwich'], quick: ['3'] },
  noop: {},
  'one-cell': { quick: ['2'] },
  paper: {},
  placebo: R,
  ppml: { ...numpy, quick: ['20000'] },
  refits: numpy,
  resampling: numpy,
  'romano-wolf': numpy,
  scaling: {},
  spatial: { ...R, r: ['spatialreg'] },
  specifications: { ...R, r: ['plm', 'sandwich'] },
  synthetic: numpy,
  tables: { ...R, r: ['xtable', 'flextable', 'officer'] },
  threshold: numpy,
  'threshold-workers': { quick: ['20'] },
  view: { programs: ['chromium'], quick: ['200'] },
  where: { quick: ['20000', '1'] },
  wild: numpy,
  witness: { ...R, r: ['AER', 'sandwich', 'lmtest'] },
};

/** Files that benches use and that are none themselves. */
const parts = [
  ...['as-shipped', 'draws-against-r', 'flagship-copy', 'graph-project', 'large-regression', 'measure', 'numpy'],
  ...['imported', 'ppml-regression', 'run', 'threshold-literal'],
];

/** A bench that takes longer although it is small is no small one any more. */
const MOST_SECONDS = 300;

const starts = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;
/** The python3 that Debian's packages are for. */
const inPython = (module: string): boolean => starts('/usr/bin/python3', '-c', `import ${module}`);

function lacking({ programs = [], r = [], python = [] }: Needs): readonly string[] {
  const all = ['/usr/bin/time', ...programs];
  const missing = all.filter((program) => spawnSync(program, ['--version']).error !== undefined);
  if (missing.length > 0) return missing;
  return [
    ...r.filter((name) => !starts('Rscript', '-e', `quit(status = !requireNamespace("${name}", quietly = TRUE))`)),
    ...python.filter((name) => !inPython(name)),
  ];
}

function run(name: string, isQuick: boolean): 'passed' | 'FAILED' | 'skipped' {
  const bench = benches[name]!;
  const missing = lacking(bench);
  if (missing.length > 0) {
    process.stdout.write(
      `skipped  ${name}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed\n`,
    );
    return 'skipped';
  }
  const command = ['--import', 'tsx', path.join('bench', `${name}.ts`), ...(isQuick ? (bench.quick ?? []) : [])];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: isQuick ? 'pipe' : 'inherit',
    env: { ...process.env, ...(isQuick ? { PAPERMAKE_BENCH: 'quick' } : {}) },
    maxBuffer: 1e9,
    ...(isQuick ? { timeout: MOST_SECONDS * 1000, killSignal: 'SIGKILL' as const } : {}),
  });
  if (status === 0) {
    process.stdout.write(`passed  ${name}\n`);
    return 'passed';
  }
  const why = signal === null ? `exit ${status}` : `ended after ${MOST_SECONDS} s`;
  process.stdout.write(`FAILED  ${name}: ${why}\n${isQuick ? `${stdout}${stderr}`.slice(-4000) : ''}\n`);
  return 'FAILED';
}

function unlisted(): readonly string[] {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts'));
  return files.map((file) => file.slice(0, -3)).filter((name) => !parts.includes(name) && !(name in benches));
}

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const asked = args.filter((arg) => arg !== '--quick');
const wrong = [...asked.filter((name) => !(name in benches)), ...unlisted()];
if (wrong.length > 0) throw new Error(`no bench of bench/run.ts: ${wrong.join(', ')}`);
const found = (asked.length > 0 ? asked : Object.keys(benches)).map((name) => run(name, isQuick));
const total = (what: string): number => found.filter((each) => each === what).length;
process.stdout.write(`${total('passed')} passed, ${total('FAILED')} failed, ${total('skipped')} skipped\n`);
if (found.includes('FAILED')) process.exitCode = 1;
