/**
 * 7,168 specifications on the flagship's panel (372 rows; nine controls, seven samples, two outcomes): `papermake run` from the paper's files to stored nodes and the
 * ledger, then `papermake certificate`, against a whole process of numpy that refits each on the panel as papermake has it, keeps nothing and certifies nothing.
 * Processor time, in turn. Demanded: at most twice as long; sums of estimates and errors are the same.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const turns = sized(7, 1);
const merged = ['trade_openness', 'fdi_share', 'marketisation_index', 'energy_intensity', 'forest_cover'];
const controls = ['Education', 'Patent', 'DigEco', 'HC', ...merged].slice(0, sized(9, 2));
const [first, last] = [2011, 2022];
const samples = Array.from({ length: 7 }, (_, i) => (i < 4 ? [first + i, last] : [first, last - i + 3]));

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
cpSync(path.join(projectRoot, 'data'), path.join(folder, 'data'), { recursive: true });
const flagship = readFileSync(path.join(projectRoot, 'pipeline.yaml'), 'utf8');
const steps = /^ {2}indicators:[\s\S]*?(?=^ {2}describe:)/m.exec(flagship)![0];
writeFileSync(
  path.join(folder, 'pipeline.yaml'),
  `papermake: 1
steps:
${steps.replace('columns: [NQP], unmatched: error}]', `columns: [NQP], unmatched: error}, {from: indicators, on: [province, year], how: 1:1, columns: [${merged}], unmatched: error}]`)}
  many:
    kind: multiverse
    from: panel
    fit: Gap ~ NQP + ${controls.join(' + ')} | province
    vcov: cluster(province)
    of: NQP
    choices:
      controls: subsets
      samples: [${samples.map(([from, to]) => `year >= ${from} and year <= ${to}`).join(', ')}]
      outcomes: [Gap, log(urban_income)]
`,
);

// An account of its own, which remembers that a folder had a ledger. In the project it would keep nothing, and no run would leave anything to the next.
const state = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
process.env.XDG_STATE_HOME = state;
const inFolder = { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 } as const;
const shown = <T>(node: string): T =>
  JSON.parse(execFileSync('node', [papermake, 'show', node, '--json'], inFolder)) as T;
const clean = (): void => {
  for (const name of ['.papermake', 'out', 'ledger']) rmSync(path.join(folder, name), { recursive: true, force: true });
  rmSync(state, { recursive: true, force: true });
};
const ours = (command: readonly string[], prepare?: () => void): number =>
  usage({
    name: 'papermake',
    command: ['node', papermake, ...command],
    cwd: folder,
    ...(prepare && { prepare }),
  }).cpu;

ours(['run', '-q'], clean);
interface Columns {
  readonly columns: readonly { readonly name: string; readonly values: readonly (string | number)[] }[];
}
const panel = new Map(shown<Columns>('panel').columns.map(({ name, values }) => [name, values]));
const ids = [...new Set(panel.get('province'))];
const written = {
  id: panel.get('province')!.map((name) => ids.indexOf(name)),
  t: panel.get('year')!,
  y: panel.get('Gap')!,
  y2: panel.get('urban_income')!.map((income) => Math.log(Number(income))),
  x: panel.get('NQP')!,
  ...Object.fromEntries(controls.map((name, i) => [`c${i}`, panel.get(name)!])),
};
const lists = Object.values(written);
const rows = written.t.map((_, i) => lists.map((list) => list[i]).join());
const data = path.join(folder, 'panel.csv');
writeFileSync(data, [Object.keys(written).join(), ...rows].join('\n'));

Object.assign(process.env, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
const script = path.join(projectRoot, 'bench/refits_numpy.py');
const numpy = ['/usr/bin/python3', script, data, JSON.stringify(samples)] as const;
const theirs = (): number => usage({ name: 'numpy', command: [...numpy], cwd: folder }).cpu;
theirs();
const found = Array.from({ length: turns }, () => ({
  run: ours(['run', '-q'], clean),
  certificate: ours(['certificate', '--to', 'html']),
  numpy: theirs(),
}));
const [count, ...sums] = JSON.parse(execFileSync(numpy[0], numpy.slice(1), inFolder)) as number[];
const { specifications } = shown<{ specifications: Record<'estimate' | 'stdError', number[]> }>('many');
rmSync(folder, { recursive: true });
rmSync(state, { recursive: true });
for (const [i, name] of (['estimate', 'stdError'] as const).entries()) {
  const list = specifications[name];
  const sum = list.reduce((total, value) => total + value, 0);
  if (list.length !== count || Math.abs(sum / sums[i]! - 1) > 1e-9) throw new Error(`${name}: ${sum}, not ${sums[i]}`);
}
const [run, certificate, peer] = (['run', 'certificate', 'numpy'] as const).map((name) =>
  median(found.map((each) => each[name])),
) as [number, number, number];
const ratio = median(found.map((each) => (each.run + each.certificate) / each.numpy));
report({
  title:
    "7,168 specifications on the flagship's panel with their certificate, against numpy that refits each; processor time",
  command: 'npx tsx bench/certificate.ts',
  medians: {
    'papermake run, from nothing': 1000 * run,
    'papermake certificate': 1000 * certificate,
    'numpy, a whole process': 1000 * peer,
  },
  ratios: [{ text: 'papermake takes this many times as long', value: ratio, demand: 'at most 2', holds: ratio <= 2 }],
  remarks: [`sums of estimates and errors are the same to 1e-9; load ${loadavg()[0]!.toFixed(1)}`],
});
