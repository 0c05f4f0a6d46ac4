/**
 * Canaries in every cell of confidential columns: whatever goes wrong, no stream, page, report or file that papermake writes beside the
 * results holds one. Each fault is a project of its own, made wrong in another way.
 * @module-tag slow
 */
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { errorCodes } from '../../scripts/errors/codes.ts';
import { withoutMachine } from '../support/machine-numbers.ts';
import { DATA_FAULTS, LANGUAGE_FAULTS } from './canary-data.ts';
import { DESIGN_FAULTS } from './canary-designs.ts';
import { DOCUMENT_FAULTS } from './canary-documents.ts';
import { EXPERIMENT_FAULTS } from './canary-experiments.ts';
import { dataOf, FAULTS, type Fault, pipelineOf } from './canary-faults.ts';
import { RESAMPLING_FAULTS } from './canary-resampling.ts';
import { SHAPE_FAULTS } from './canary-shapes.ts';
import { Project } from './harness.ts';

/** Values that nothing else looks like, in the forms in which they may be printed: cut, rounded, with separators. */
const CANARY = /ZQSEC|ZQ SEC|81[,. ’'_]?374|(?<!\d)8\.137|9{3}81374|7654321/i;

/** Where values lie by design (docs/security.md): results, records of runs, and what programs printed. */
const HOLDS_VALUES = /^\.papermake\/(blobs|failed-logs|traces)-v\d/;

const made = new Set<Project>();
afterEach(() => {
  for (const project of made) project.dispose();
  made.clear();
});

function filesBelow(folder: string, called = ''): string[] {
  return readdirSync(folder).flatMap((name) => {
    const [path, as] = [join(folder, name), called === '' ? name : `${called}/${name}`];
    return statSync(path).isDirectory() ? filesBelow(path, as) : [as];
  });
}

/** What commands are called with; `NODE` is each node that there is. */
const COMMANDS: readonly (readonly string[])[] = [
  ['run'],
  ['run', '--json', '--force'],
  ['status'],
  ['status', '--json'],
  ['why', 'NODE'],
  ['why', 'NODE', '--json'],
  ['show', 'NODE'],
  ['show', 'NODE', '--json'],
  ['check'],
  ['check', '--json'],
  ['diff'],
  ['verify'],
  ['trials'],
  ['graph'],
  ['fsck'],
  ['report', 'plain.html'],
  ['report', 'data.html', '--data'],
  ['gc'],
];

/** Commands of every fault; the others are called at every fourth fault. */
const FEW: typeof COMMANDS = [
  ['run'],
  ['run', '--json', '--force'],
  ['why', 'NODE'],
  ['show', 'NODE', '--json'],
  ['verify'],
  ['report', 'data.html', '--data'],
];

const nodesOf = (steps: string): string[] => ['data', ...[...steps.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name!)];

const ALL_FAULTS = {
  ...FAULTS,
  ...DESIGN_FAULTS,
  ...EXPERIMENT_FAULTS,
  ...RESAMPLING_FAULTS,
  ...DATA_FAULTS,
  ...LANGUAGE_FAULTS,
  ...SHAPE_FAULTS,
  ...DOCUMENT_FAULTS,
};

/** Commands that show results, with the names that these have. */
const isOfResults = ([command]: readonly string[]): boolean => command === 'show' || command === 'report';

const isAsked = ({ names, prints }: Fault, command: readonly string[]): boolean =>
  !((names === true || prints === true) && isOfResults(command));

describe('no canary is told of', () => {
  it.each(Object.entries(ALL_FAULTS).map((each, i) => [...each, i] as const))('%s', async (_, fault, i) => {
    const commands = i % 4 === 0 ? COMMANDS : FEW;
    const inputs = { 'data.csv': fault.data ?? dataOf(), ...fault.files };
    const one = new Project(inputs);
    made.add(one);
    const pipeline = pipelineOf(fault).replace('PROGRAM', `"${one.path('program')}"`);
    one.write('pipeline.yaml', pipeline);
    if (fault.program !== undefined) {
      one.write('program', fault.program);
      chmodSync(one.path('program'), 0o755);
    }
    const told: string[] = [];
    const codes = new Set<string>();
    let first: string | undefined;
    for (const command of commands.filter((each) => isAsked(fault, each)))
      for (const node of command.includes('NODE') ? nodesOf(fault.steps) : ['']) {
        const args = command.map((each) => (each === 'NODE' ? node : each));
        const { stdout, stderr } = await one.run(...args);
        first ??= stdout + stderr;
        if (args.includes('--force'))
          for (const [, code] of stdout.matchAll(/"code":"([a-z0-9-]+)"/g)) codes.add(code!);
        told.push(...leaks(args.join(' '), withoutPipeline(stdout + stderr, pipeline)));
      }
    // The page shows results, as `show` does.
    const open = fault.names === true ? ['data'] : nodesOf(fault.steps);
    if (i % 4 === 0 && fault.prints !== true) told.push(...(await leaksOfPage(one, open, pipeline)));
    expect(first).toMatch(fault.says);
    if (fault.code !== null) expect([...codes]).toContain(fault.code);
    for (const path of filesBelow(one.root))
      if (
        !(path in inputs) &&
        !/^(pipeline\.yaml|program)$/.test(path) &&
        !HOLDS_VALUES.test(path) &&
        !(fault.prints === true && path.startsWith('out/'))
      )
        told.push(...leaks(path, withoutPipeline(readFileSync(one.path(path), 'latin1'), pipeline)));
    expect(told).toEqual([]);
  });
});

/** Leaks of what `view` answers of a project: of all together, and of each node but for what its program printed, which the page shows when it is asked. */
async function leaksOfPage(one: Project, nodes: readonly string[], pipeline: string): Promise<string[]> {
  const view = one.start('view');
  await view.until('Ctrl-C ends it');
  const { origin, hash } = new URL(/http:\S+/.exec(view.seen())![0]);
  const told: string[] = [];
  for (const path of ['/data/overview', ...nodes.map((node) => `/data/node?id=${encodeURIComponent(node)}`)]) {
    const response = await fetch(`${origin}${path}`, { headers: { 'x-papermake-token': hash.slice(1) } });
    const { log: _, ...answered } = (await response.json()) as Record<string, unknown>;
    told.push(...leaks(path, withoutPipeline(JSON.stringify(answered), pipeline)));
  }
  view.child.kill('SIGINT');
  const { stdout, stderr } = await view.ended;
  return [...told, ...leaks('view', withoutPipeline(stdout + stderr, pipeline))];
}

/** Codes beside which the source marks a value, and that have no canary: why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'bad-spec': 'it tells of a specification that the author wrote; `bad-formula` beside it holds the value',
  'call-warning': 'it needs R, and has a canary where that is',
  'doubtful-log': 'the words of a program are marked as those of `command-failed` are, in the same place',
  'dropped-level': 'it names no value; `unknown-level` beside it does',
  'late-member': 'it names a member; another complaint of the reader holds the value',
  'few-donors': 'it names no value; `no-such-window` beside it does',
  'nobody-treated': 'it names no value; `always-treated` beside it does',
  'several-treated': 'it names no value; `no-such-window` beside it does',
  'empty-cell': 'it names no value; `not-binary` beside it does',
  'no-arm': 'it names arms that the author wrote; `no-control` beside it holds the values',
  'no-engine': 'it names no value; `latex-error` beside it does',
  'no-cohort': 'it names no value; `no-reference` beside it does',
  'no-panel': 'it names no value; `not-binary` beside it does',
  'no-time': 'it names no value; `repeated-time` beside it does',
  'none-treated': 'it names no value; `not-binary` beside it does',
  'one-way-neighbours': 'it names no value; `islands` beside it does',
  'open-quote': 'it names no value; `bad-json` beside it does',
  'other-versions': 'it needs workers of a cluster; words of programs are marked as those of `call-warning` are',
  'several-cutoffs': 'it names no value; `cutoff-refused` beside it does',
  'too-many-levels': 'it names no value; `unknown-level` beside it does',
  'too-many-outcomes': 'it names no value; `too-few-outcomes` beside it does',
  'too-many-units': 'it names no value; `islands` beside it does',
  'zero-outcome': 'it names no value; `negative-outcome` beside it does',
};

it('every code whose message may hold a value has a canary', () => {
  const root = resolve(import.meta.dirname, '../..');
  const known = new Set(errorCodes().map(({ code }) => code));
  const sources = ['src', 'steps'].flatMap((folder) =>
    filesBelow(join(root, folder), folder).filter((path) => path.endsWith('.ts') && path !== 'src/base/value.ts'),
  );
  const marking = sources.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n}\n')
      .filter((block) => /\b(?:datum|aside|nameOfResult)\(|(?<!optional\.)\beither\(/.test(block))
      .flatMap((block) => [...block.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)+)'/g)].map(([, code]) => code!)),
  );
  const held = [...new Set(marking)].filter((code) => known.has(code));
  expect(held.length).toBeGreaterThan(50);
  const tried = new Set(Object.values(ALL_FAULTS).map(({ code }) => code));
  expect(held.filter((code) => !tried.has(code) && WITHOUT[code] === undefined)).toEqual([]);
  expect(Object.keys(WITHOUT).filter((code) => !held.includes(code))).toEqual([]);
});

it('what a program printed is told on the terminal where nothing is confidential, and in no report', async () => {
  const fault = FAULTS['a command that prints rows and fails']!;
  const open = pipelineOf(fault).replaceAll('confidential: true', 'confidential: false');
  const one = new Project({ 'pipeline.yaml': open, 'data.csv': dataOf() });
  made.add(one);
  expect((await one.run('run')).stderr).toMatch(CANARY);
  for (const args of [['plain.html'], ['printed.html', '--data']]) {
    await one.run('report', ...args);
    const [, paper] = /id="paper">([^<]*)</.exec(one.read(args[0]!))!;
    const { details } = JSON.parse(paper!) as { details: Record<string, { failure: unknown; log: string }> };
    expect(JSON.stringify(details.mine!.failure)).toContain('ended with exit code 3');
    expect(leaks(args.join(' '), JSON.stringify(details.mine))).toEqual([]);
  }
});

/** What the author wrote in the pipeline is no secret of the data. */
function withoutPipeline(text: string, pipeline: string): string {
  const said = new Set(pipeline.match(/[\w.]*(?:ZQSEC|81374)[\w.]*/g) ?? []);
  return [...said].reduce((left, each) => left.replaceAll(each, ''), text);
}

function leaks(where: string, text: string): string[] {
  const found = CANARY.exec(withoutMachine(text));
  return found === null ? [] : [`${where}: ${text.slice(Math.max(0, found.index - 100), found.index + 60)}`];
}
