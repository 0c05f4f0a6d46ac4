/**
 * A generated graph (1,000 nodes unless told) against the peers that are installed: nothing to do, one changed input,
 * a comment changed in one input, and from nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDoitProject, writeMakeProject, writeNinjaProject, writePapermakeProject } from './graph-project.ts';
import {
  type Contender,
  type Medians,
  measure,
  papermake,
  report,
  type Usage,
  usage,
  type Verdict,
} from './measure.ts';

interface Tool {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly write: (folder: string, size: number) => void;
}

const tools: readonly Tool[] = [
  { name: 'papermake', command: ['node', papermake, 'run', '-q'], write: writePapermakeProject },
  { name: 'make', command: ['make', '-j2'], write: writeMakeProject },
  { name: 'ninja', command: ['ninja', '-j2'], write: writeNinjaProject },
  { name: 'doit', command: ['doit', '-n2', '-v0'], write: writeDoitProject },
];

const size = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const present = tools.filter(({ command: [program] }) => !spawnSync(program, ['--version']).error);

try {
  for (const { name, write } of present) write(path.join(folder, name), size);
  const cold = Object.fromEntries(contenders().map((contender) => [contender.name, usage(contender)]));
  const noop = measure([...contenders(), { name: 'node -e 0', command: ['node', '-e', '0'], cwd: folder }], 41);
  const leaf = measure(contenders(changeValue), 15);
  const comment = measure(contenders(changeComment), 15);
  conclude(cold, {
    'nothing to do': noop,
    'one input changed': leaf,
    'a comment changed in one input': comment,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function contenders(edit?: (project: string, round: number) => void): Contender[] {
  return present.map(({ name, command }) => {
    const cwd = path.join(folder, name);
    return { name, command, cwd, prepare: (round) => edit?.(cwd, round) };
  });
}

function changeValue(project: string, round: number): void {
  writeFileSync(path.join(project, 'in/0.txt'), `# input 0\nvalue changed in round ${round}\n`);
}

function changeComment(project: string, round: number): void {
  writeFileSync(path.join(project, 'in/0.txt'), `# input 0, round ${round}\nvalue 0\n`);
}

type Works = Readonly<Record<'nothing to do' | 'one input changed' | 'a comment changed in one input', Medians>>;

function conclude(cold: Readonly<Record<string, Usage>>, works: Works): void {
  report({
    title: `A generated graph of ${size} nodes, against make, ninja and doit`,
    command: `npx tsx bench/graph.ts${size === 1000 ? '' : ` ${size}`}`,
    medians: {
      ...Object.fromEntries(Object.entries(works).flatMap(([work, medians]) => named(work, medians))),
      ...Object.fromEntries(
        Object.entries(cold).map(([name, { seconds }]) => [`${name}, from nothing (once)`, seconds * 1000]),
      ),
    },
    ratios: ratios(cold, works),
    remarks: [
      'the peers start a shell a node, papermake’s nodes are a step kind of the generated project; make and ninja compare times, papermake and doit contents',
      `processor seconds from nothing: ${Object.entries(cold)
        .map(([name, { cpu }]) => `${name} ${cpu.toFixed(1)}`)
        .join(', ')}`,
      `not measured, since absent here: ${absent().join(', ')}`,
    ],
  });
}

function named(work: string, medians: Medians): [string, number][] {
  return Object.entries(medians).map(([name, ms]) => [name === 'node -e 0' ? name : `${name}, ${work}`, ms]);
}

/** What is demanded of 10,000 nodes is only told of fewer. */
function ratios(cold: Readonly<Record<string, Usage>>, works: Works): Verdict['ratios'] {
  const large = size >= 10_000;
  const peers = present.filter(({ name }) => name !== 'papermake').map(({ name }) => name);
  const noop = works['nothing to do'];
  const toNode = noop.papermake! / noop['node -e 0']!;
  const most = large ? 2 : 1.5;
  return [
    { text: 'nothing to do, to `node -e 0`', value: toNode, demand: `at most ${most}`, holds: toNode <= most },
    ...Object.entries(works).flatMap(([work, medians]) =>
      peers.map((peer) => {
        const value = medians.papermake! / medians[peer]!;
        const demanded = large && (work.includes('comment') ? peer === 'ninja' : peer === 'make');
        return { text: `${work}, to ${peer}`, value, ...(demanded ? { demand: 'below 1', holds: value < 1 } : {}) };
      }),
    ),
    ...peers.map((peer) => {
      const value = cold[peer]!.seconds / cold.papermake!.seconds;
      const demanded = large && peer === 'make';
      const text = `from nothing, ${peer} takes this many times as long`;
      return { text, value, ...(demanded ? { demand: 'at least 10', holds: value >= 10 } : {}) };
    }),
  ];
}

function absent(): string[] {
  const missing = tools.filter((tool) => !present.includes(tool)).map(({ name }) => name);
  return [...missing, 'targets', 'wireit', 'turbo'];
}
