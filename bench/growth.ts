/** Measures how time and memory grow from 100 nodes to 100,000: papermake and ninja at every size, make up to 10,000. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeMakeProject, writeNinjaProject, writePapermakeProject } from './graph-project.ts';
import { type Contender, judge, keep, measure, papermake, type Usage, usage } from './measure.ts';

/** With 100,000 rules, make needs minutes for each round. */
const MOST_FOR_MAKE = 10_000;

type Edit = (project: string, round: number) => void;

const works: Readonly<Record<string, Edit>> = {
  'nothing to do': () => {},
  'one input changed': (project, round) => writeFileSync(path.join(project, 'in/0.txt'), `value ${round}\n`),
  'a comment changed in one input': (project, round) =>
    writeFileSync(path.join(project, 'in/1.txt'), `# round ${round}\nvalue 1\n`),
};

/** Of a line in the middle of pipeline.yaml. */
const pipelineWorks: Readonly<Record<string, Edit>> = {
  'a comment changed in pipeline.yaml': (project, round) => editStep(project, (line) => `${line} # round ${round}`),
  'one step of pipeline.yaml changed': (project, round) =>
    editStep(project, (line) => line.replace(/\[.*\]/, `[n4_0, n4_${round + 1}]`)),
};

function editStep(project: string, edit: (line: string) => string): void {
  const file = path.join(project, 'pipeline.yaml');
  const lines = readFileSync(file, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.startsWith('  n5_0:'));
  lines[at] = edit(lines[at]!.replace(/ #.*/, ''));
  writeFileSync(file, lines.join('\n'));
}

interface Tool {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly write: (folder: string, size: number) => void;
  readonly works: Readonly<Record<string, Edit>>;
  readonly most: number;
}

const tools: readonly Tool[] = [
  {
    name: 'papermake',
    command: ['node', papermake, 'run', '-q'],
    write: writePapermakeProject,
    works: { ...works, ...pipelineWorks },
    most: Number.POSITIVE_INFINITY,
  },
  { name: 'make', command: ['make', '-j2'], write: writeMakeProject, works, most: MOST_FOR_MAKE },
  { name: 'ninja', command: ['ninja', '-j2'], write: writeNinjaProject, works, most: Number.POSITIVE_INFINITY },
];

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1_000, 10_000, 100_000];
/** Row → its cell at each size. */
const rows = new Map<string, string[]>();

/**
 * A work at the largest size, to the same tool with nothing to do or to a peer's same work: what was first recorded is what is demanded. Edits of
 * `pipeline.yaml` no longer reach it, since the whole text is read again by the one reader that there is.
 */
const demands: readonly (readonly [work: string, to: string, most: number])[] = [
  ['papermake, one input changed', 'papermake, nothing to do', 11],
  ['papermake, a comment changed in pipeline.yaml', 'papermake, nothing to do', 25],
  ['papermake, one step of pipeline.yaml changed', 'papermake, nothing to do', 24],
  ['papermake, from nothing', 'papermake, nothing to do', 95],
  ['papermake, one input changed', 'ninja, one input changed', 1.5],
];

for (const [column, size] of sizes.entries()) {
  for (const tool of tools) if (size <= tool.most) growTo(size, tool, column);
}
conclude();

function growTo(size: number, { name, command, write, works }: Tool, column: number): void {
  const cwd = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
  try {
    write(cwd, size);
    const contender: Contender = { name, command, cwd };
    const cold = usage(contender);
    set(`${name}, from nothing`, column, secondsText(cold));
    for (const [work, edit] of Object.entries(works)) {
      const medians = measure([{ ...contender, prepare: (round) => edit(cwd, round) }], size < 100_000 ? 9 : 3);
      set(`${name}, ${work}`, column, text(medians[name]! / 1000));
    }
    set(`${name}, peak MB from nothing`, column, cold.megabytes.toFixed(0));
    set(`${name}, peak MB with nothing to do`, column, usage(contender).megabytes.toFixed(0));
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function set(row: string, column: number, cell: string): void {
  const cells = rows.get(row) ?? sizes.map(() => '–');
  cells[column] = cell;
  rows.set(row, cells);
}

function text(seconds: number): string {
  return String(Number(seconds.toPrecision(2)));
}

function secondsText({ seconds }: Usage): string {
  return text(Math.max(seconds, 0.01));
}

function demandLine([work, to, most]: (typeof demands)[number]): string {
  const ratio = Number(rows.get(work)!.at(-1)) / Number(rows.get(to)!.at(-1));
  judge(ratio <= most);
  const verdict = ratio <= most ? 'reached' : 'NOT REACHED';
  return `- ${work}, to ${to}, at ${sizes.at(-1)!.toLocaleString('en')}: **${ratio.toFixed(1)}** (demanded: at most ${most}; ${verdict})`;
}

function conclude(): void {
  const title = 'Growth from 100 to 100,000 nodes';
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/growth.ts\` on Node ${process.version}; seconds of whole processes (once from nothing, else medians)`,
    '',
    `| process | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} |`,
    `|---|${sizes.map(() => '---|').join('')}`,
    ...[...rows].map(([name, cells]) => `| ${name} | ${cells.join(' | ')} |`),
    '',
    ...(sizes.at(-1) === 100_000 ? demands.map(demandLine) : []),
    '- make is left out at 100,000, where a build from nothing takes it minutes; peaks are of the largest process',
    '- a changed input has 100 dependants, or fewer where there are fewer; the changed step has 24',
    '',
  ]);
}
