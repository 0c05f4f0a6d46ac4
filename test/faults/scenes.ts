/** What the fault harness strikes: every command that writes, and every way in which a node can run. */
import { Project } from '../cli/harness.ts';
import { type Files, type Outputs, writeAll } from './harness.ts';
import { AFTER, BEFORE } from './scene.ts';
import type { Scene } from './strike.ts';

export interface Staged {
  readonly name: string;
  /** Its part of all faults. */
  readonly weight: number;
  /** A run of it comes to at least so many boundaries: fewer would mean that some are not announced. */
  readonly least: number;
  readonly make: () => Promise<Scene>;
  /** Whether its commands are lines for a shell of POSIX. */
  readonly wantsShell?: boolean;
}

/** Programs of the system: a frame, a result too large for the log, a step with two outputs, and a version. */
const commands = (word: string): Files => ({
  'data/panel.csv': 'unit,year,y\na,1,1\na,2,2.5\nb,1,3\nb,2,5\n',
  's.sh': `sed 's/,y$/,z/' panel.csv > made.csv; echo ${word} > o.txt\n`,
  'pipeline.yaml': `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  large: {kind: command, run: 'yes ${word} | head -n 9000 > o.txt', versions: [echo 1], outputs: {o.txt: file}}
  both:
    kind: command
    run: sh s.sh
    files: [s.sh]
    inputs: {panel.csv: panel}
    outputs: {made.csv: {as: frame, panel: {unit: unit, time: year}}, o.txt: file}
  about: {kind: describe, from: both.made, variables: [z]}
  last: {kind: command, run: cat s.sh > o.txt, files: [s.sh], outputs: {o.txt: file}}
  tables: {kind: report, tables: {t: {from: about, caption: T}}}
`,
});

/** Long by declaration, so that they run in workers. */
const LONG = `import { defineStep, Type } from 'papermake/step';

export default defineStep({
  name: 'long',
  summary: 'a text, many times, after the texts of others',
  cost: 'long',
  params: Type.Object(
    { text: Type.String(), of: Type.Optional(Type.Array(Type.String())) },
    { additionalProperties: false },
  ),
  expand(step, plan) {
    const { text, of = [] } = step.params;
    const nodes = of.flatMap((name, i) => plan.select(name, [...step.path, 'of', i]) ?? []);
    const path = \`out/\${step.name}.txt\`;
    return [{
      id: step.name,
      params: { text, path },
      inputs: Object.fromEntries(nodes.map((node) => [node.id, { is: 'node', node: node.id, parts: 'all' }])),
      outputs: [path],
    }];
  },
  run({ params, inputs, artifact }) {
    const { text, path } = params as { text: string; path: string };
    const given = inputs.map((name) => new TextDecoder().decode(artifact(name).bytes(\`out/\${name}.txt\`)));
    const bytes = new TextEncoder().encode([...given, text.repeat(3000)].join('\\n'));
    return { type: 'files', parts: new Map([[path, bytes]]) };
  },
});
`;

const workers = (word: string): Files => ({
  'steps/long.ts': LONG,
  'pipeline.yaml': `papermake: 1
steps:
  a: {kind: long, text: ${word}}
  b: {kind: long, text: other}
  c: {kind: long, text: third ${word}}
  d: {kind: long, text: fourth, of: [a, b, c]}
`,
});

/** Outputs by name, of one step and of one whose outputs are nodes of their own. */
const named = (name: string): Files => ({
  'pipeline.yaml': `papermake: 1
steps:
  one: {kind: command, run: echo ${name} > ${name}, outputs: {${name}: file}}
  parts: {kind: command, run: 'echo ${name} > ${name}; echo y > d.csv; echo 1 >> d.csv', outputs: {${name}: file, d.csv: frame}}
`,
});

const ONE_THREAD = ['run', '-j', '1'];
const PARALLEL = ['run', '-j', '2'];

async function made(project: Project): Promise<Outputs> {
  await project.make();
  return project.tree('out');
}

async function firstBuild(files: Files, args: readonly string[]): Promise<Scene> {
  const clean = new Project(files);
  const outputs = await made(clean);
  clean.dispose();
  return { from: new Project(files), args, outputs };
}

/** Built, then edited. */
async function rebuild(before: Files, after: Files, args: readonly string[]): Promise<Scene> {
  const scene = await firstBuild(after, args);
  const from = new Project(before);
  await made(from);
  writeAll(from, after);
  return { ...scene, from };
}

/** A step goes while another pipeline of the folder, with outputs of its own, stands beside. */
async function besideAnother(): Promise<Scene> {
  const other = workers('other')
    ['pipeline.yaml']!.replace(/ ([a-d]): /g, ' other_$1: ')
    .replace(/, of: .*]/, '');
  const from = new Project({ ...workers('one'), 'other.yaml': other });
  await from.make();
  await from.make(['-f', 'other.yaml']);
  const { 'out/d.txt': removed, ...outputs } = from.tree('out');
  from.edit('pipeline.yaml', '  d: {kind: long, text: fourth, of: [a, b, c]}\n', '');
  return { from, args: ONE_THREAD, outputs };
}

/** A store that holds what nobody needs any more. */
async function collection(): Promise<Scene> {
  const from = new Project(BEFORE);
  await made(from);
  writeAll(from, AFTER);
  return { from, args: ['gc', '--keep-runs', '0'], outputs: await made(from), onRecord: true };
}

async function cleaning(): Promise<Scene> {
  const from = new Project(BEFORE);
  return { outputs: await made(from), from, args: ['clean', '--out'] };
}

export const scenes: readonly Staged[] = [
  { name: 'a first build', weight: 0.25, least: 80, make: () => firstBuild(AFTER, ONE_THREAD) },
  { name: 'a rebuild', weight: 0.25, least: 60, make: () => rebuild(BEFORE, AFTER, ONE_THREAD) },
  { name: 'commands', weight: 0.1, least: 60, make: () => firstBuild(commands('yes'), PARALLEL), wantsShell: true },
  {
    name: 'changed commands',
    weight: 0.1,
    least: 30,
    make: () => rebuild(commands('yes'), commands('no'), PARALLEL),
    wantsShell: true,
  },
  { name: 'nodes in workers', weight: 0.1, least: 30, make: () => firstBuild(workers('one'), PARALLEL) },
  {
    name: 'changed nodes in workers',
    weight: 0.1,
    least: 20,
    make: () => rebuild(workers('one'), workers('two'), PARALLEL),
  },
  { name: 'a step that goes beside another pipeline', weight: 0.05, least: 10, make: besideAnother },
  {
    name: 'a folder that becomes a file',
    weight: 0.05,
    least: 10,
    make: () => rebuild(named('x/y'), named('x'), ONE_THREAD),
    wantsShell: true,
  },
  {
    name: 'a file that becomes a folder',
    weight: 0.05,
    least: 10,
    make: () => rebuild(named('x'), named('x/y'), ONE_THREAD),
    wantsShell: true,
  },
  { name: 'gc', weight: 0.2, least: 15, make: collection },
  { name: 'clean --out', weight: 0.1, least: 15, make: cleaning },
];
