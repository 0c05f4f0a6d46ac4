/** A generated graph (1,000 nodes unless told) against GNU make: nothing to do, one changed input, and from nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeMakeProject, writePapermakeProject } from './graph-project.ts';
import { type Contender, type Medians, measure, papermake, report } from './measure.ts';

const size = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const ours = path.join(folder, 'papermake');
const theirs = path.join(folder, 'make');

try {
  writePapermakeProject(ours, size);
  writeMakeProject(theirs, size);
  const cold = { papermake: firstBuild(['node', papermake, 'run'], ours), make: firstBuild(['make', '-j2'], theirs) };
  const noop = measure([...contenders(), { name: 'node -e 0', command: ['node', '-e', '0'], cwd: folder }], 41);
  const leaf = measure(contenders(editInput), 9);
  conclude(cold, noop, leaf);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function contenders(edit?: (folder: string, round: number) => void): Contender[] {
  return [
    { name: 'papermake', command: ['node', papermake, 'run'], cwd: ours, prepare: (round) => edit?.(ours, round) },
    { name: 'make', command: ['make', '-j2'], cwd: theirs, prepare: (round) => edit?.(theirs, round) },
  ];
}

function editInput(project: string, round: number): void {
  writeFileSync(path.join(project, 'in/0.txt'), `# input 0\nvalue changed in round ${round}\n`);
}

function firstBuild([program, ...args]: [string, ...string[]], cwd: string): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed\n${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function conclude(cold: { papermake: number; make: number }, noop: Medians, leaf: Medians): void {
  const toNode = noop.papermake! / noop['node -e 0']!;
  report({
    title: `A generated graph of ${size} nodes, against GNU make`,
    command: `npx tsx bench/graph.ts${size === 1000 ? '' : ` ${size}`}`,
    medians: {
      'papermake, nothing to do': noop.papermake!,
      'make, nothing to do': noop.make!,
      'node -e 0': noop['node -e 0']!,
      'papermake, one input changed': leaf.papermake!,
      'make, one input changed': leaf.make!,
      'papermake, from nothing (once)': cold.papermake,
      'make, from nothing (once)': cold.make,
    },
    ratios: [
      { text: 'nothing to do, to `node -e 0`', value: toNode, demand: 'at most 2', holds: toNode <= 2 },
      { text: 'nothing to do, to make', value: noop.papermake! / noop.make! },
      { text: 'one input changed, to make', value: leaf.papermake! / leaf.make! },
      { text: 'from nothing, to make', value: cold.papermake / cold.make },
    ],
    remarks: [
      'make compares times and starts a shell a node; papermake compares contents, and its nodes are a step kind of the generated project',
    ],
  });
}
