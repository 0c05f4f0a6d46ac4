/** A project with loops is the project written out: the same nodes with the same keys, and the same bytes of outputs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { builtInKinds } from '../support/built-in.ts';
import { Plans } from '../support/plans.ts';

const regions = ['East', 'Upper middle', 'a.b'];
const csv = [
  'unit,year,region,male,gdp,income,x,z,w',
  ...Array.from({ length: 96 }, (_, i) => {
    const [unit, year] = [Math.floor(i / 8), i % 8];
    const [x, z, w] = [(i * 7) % 13, (i * 5) % 11, (i * i) % 17];
    return [
      `u${unit}`,
      2010 + year,
      regions[unit % 3],
      unit % 2,
      1 + 2 * x + z + ((i * 3) % 7),
      3 - x + w + (i % 5),
      x,
      z,
      w,
    ].join();
  }),
].join('\n');

type Values = Readonly<Record<string, string>>;

interface Drawn {
  readonly outcomes: readonly string[];
  readonly samples: readonly (readonly [key: string, condition: string])[];
  readonly isPiled: boolean;
  readonly isSplit: boolean;
  /** Says whether the outcomes are written as a list or as a set. */
  readonly form: 'list' | 'set';
  readonly pairs: readonly (readonly [outcome: string, regressor: string])[];
  readonly hasLevels: boolean;
}

const keys = ['all', 'men', 'a.b', 'say "x"', '汉字', '{y}', '2010', "it's", 'late: 1', '#'];
const drawn: fc.Arbitrary<Drawn> = fc.record({
  outcomes: fc.shuffledSubarray(['gdp', 'income'], { minLength: 1 }),
  samples: fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), fc.constantFrom('', 'male == 1', 'year >= 2012')), {
    minLength: 1,
    maxLength: 3,
    selector: ([key]) => key,
  }),
  isPiled: fc.boolean(),
  isSplit: fc.boolean(),
  form: fc.constantFrom('list', 'set'),
  pairs: fc.uniqueArray(fc.tuple(fc.constantFrom('gdp', 'income'), fc.constantFrom('x', 'z', 'w')), {
    maxLength: 3,
    selector: ([outcome, regressor]) => `${outcome}${regressor}`,
  }),
  hasLevels: fc.boolean(),
});

const labels: Values = { gdp: 'GDP: "real", per {head}', income: '收入' };
const labelOf = (name: string): string => labels[name] ?? name;
/** A name of an id as it is written out. */
const said = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `["${name.replaceAll('"', '\\"')}"]`;
const idOf = (...names: readonly string[]): string => names.map(said).join('.').replaceAll('.[', '[');
const within = (value: string): string => value.replaceAll('"', '\\"');

/** The project's text, with loops or written out. JSON is YAML. */
function text(steps: object, claims: object, { outcomes }: Drawn): string {
  const variables = Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, { label }]));
  const data = { kind: 'ingest', file: 'd.csv', panel: { unit: 'unit', time: 'year' } };
  const project = { papermake: 1, variables, sets: { outcomes }, steps: { d: data, ...steps }, claims };
  return Object.entries(project)
    .map(([section, value]) => `${section}: ${JSON.stringify(value)}\n`)
    .join('');
}

const formula = (outcome: string, { isPiled }: Drawn): string =>
  `${outcome} ~ x + ${isPiled ? 'csw0(z, w)' : 'z'} | unit`;
/** In the place of a map whose keys stand in the order that is written: objects sort `2010` first. */
const SAMPLES = 'SAMPLES';

const formats = ['latex', 'markdown', 'csv'];

function looped(project: Drawn): string {
  const { outcomes, samples, pairs, hasLevels, isSplit, form } = project;
  const y = form === 'set' ? '$outcomes' : outcomes;
  const columns = [
    {
      id: '{y}.{s.key}',
      each: { y, s: SAMPLES },
      fit: formula('{y}', project),
      sample: '{s}',
      header: '{s.key} of {y.label}, {{y}}',
      ...(isSplit && { split: 'region' }),
    },
    ...(pairs.length > 0 ? [{ id: 'pair.{y}{v}', each: pairs.map(([y, v]) => ({ y, v })), fit: '{y} ~ {v}' }] : []),
    ...(hasLevels
      ? [{ id: 'by.{r}', each: { r: 'levels(d.region)' }, fit: 'gdp ~ x', sample: 'region == "{r}"', header: '{r}' }]
      : []),
    { id: 'many', fit: `c(${outcomes.join(', ')}) ~ w` },
  ];
  const panels = [{ title: 'Panel: {y.label}', each: { y }, from: 'm.{y}.*' }];
  const steps = {
    m: { kind: 'models', from: 'd', columns },
    'about_{it}': { kind: 'describe', each: y, from: 'd', variables: ['{it}', 'x'] },
    t: {
      kind: 'report',
      formats,
      tables: { both: { panels }, 'only_{y}': { each: { y }, from: 'm.{y}.*', caption: 'Effects on {y.label}' } },
    },
  };
  const map = samples.map((entry) => entry.map((each) => JSON.stringify(each)).join(': ')).join(', ');
  return text(steps, { 'H_{y}': { each: { y }, claim: 'all(m.{y}.*.x.p <= 1)', text: '{y.label}' } }, project).replace(
    `"${SAMPLES}"`,
    `{${map}}`,
  );
}

function writtenOut(project: Drawn): string {
  const { outcomes, samples, pairs, hasLevels, isSplit } = project;
  const columns = [
    ...outcomes.flatMap((y) =>
      samples.map(([key, condition]) => ({
        id: idOf(y, key),
        fit: formula(y, project),
        ...(condition !== '' && { sample: condition }),
        header: `${key} of ${labelOf(y)}, {y}`,
        ...(isSplit && { split: 'region' }),
      })),
    ),
    ...pairs.map(([y, v]) => ({ id: `pair.${y}${v}`, fit: `${y} ~ ${v}` })),
    ...(hasLevels
      ? regions.map((r) => ({ id: idOf('by', r), fit: 'gdp ~ x', sample: `region == "${within(r)}"`, header: r }))
      : []),
    ...outcomes.map((y) => ({ id: `many.${y}`, fit: `${y} ~ w` })),
  ];
  const about = outcomes.map((y) => [`about_${y}`, { kind: 'describe', from: 'd', variables: [y, 'x'] }]);
  const panels = outcomes.map((y) => ({ title: `Panel: ${labelOf(y)}`, from: `m.${y}.*` }));
  const only = outcomes.map((y) => [`only_${y}`, { from: `m.${y}.*`, caption: `Effects on ${labelOf(y)}` }]);
  const steps = {
    m: { kind: 'models', from: 'd', columns },
    ...Object.fromEntries(about),
    t: { kind: 'report', formats, tables: { both: { panels }, ...Object.fromEntries(only) } },
  };
  const claims = outcomes.map((y) => [`H_${y}`, { claim: `all(m.${y}.*.x.p <= 1)`, text: labelOf(y) }]);
  return text(steps, Object.fromEntries(claims), project);
}

describe('the plan', () => {
  const root = mkdtempSync(join(tmpdir(), 'papermake-loops-'));
  beforeAll(() => writeFileSync(join(root, 'd.csv'), csv));
  afterAll(() => rmSync(root, { recursive: true }));
  const plans = new Plans(root, builtInKinds, () => regions);

  /** All of the nodes but the places where they were said; nodes that find the levels of loops are none of either project. */
  function nodesOf(pipeline: string) {
    const plan = plans.whole(pipeline);
    if (!('graph' in plan)) throw new Error(plan.map(({ message }) => message).join('\n'));
    const nodes = [...plan.graph.nodes.values()].filter(({ id }) => !id.includes('@levels.each'));
    return nodes.map(({ loaded, origins: _, at: __, numbered: ___, ...node }) => ({
      ...node,
      kind: loaded.name,
      view: shown(node.view),
    }));
  }

  /** The column that a formula of several outcomes stands in has one id for all of them. */
  function shown(view: object | undefined) {
    const { id: _, column: __, ...others } = (view ?? {}) as { id?: unknown; column?: unknown };
    return others;
  }

  it('has the nodes of the project written out', () => {
    fc.assert(
      fc.property(drawn, (project) => {
        expect(nodesOf(looped(project))).toEqual(nodesOf(writtenOut(project)));
      }),
      { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 60), seed: Number(process.env.PAPERMAKE_SEED ?? 1) },
    );
  });
});

describe('the run', () => {
  const projects: Project[] = [];
  afterAll(() => {
    for (const project of projects) project.remove('.');
  });
  const projectOf = (pipeline: string): Project => {
    const project = new Project({ 'pipeline.yaml': pipeline, 'd.csv': csv });
    projects.push(project);
    return project;
  };
  /** Files of outputs, all but the record of what made them. */
  const outputs = (project: Project): Values =>
    Object.fromEntries(
      readdirSync(project.path('out'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
    );

  it('writes the bytes of the project written out, which then has nothing to run', async () => {
    for (const project of fc.sample(drawn, { numRuns: Number(process.env.PAPERMAKE_LOOPS ?? 2), seed: 7 })) {
      const loops = projectOf(looped(project));
      const { failed } = await loops.make();
      expect(failed).toEqual([]);
      const written = projectOf(writtenOut(project));
      await written.make();
      expect(outputs(loops)).toEqual(outputs(written));
      loops.write('pipeline.yaml', writtenOut(project));
      expect((await loops.make()).ran).toEqual([]);
    }
  });

  it('reruns nothing but what a value more makes', async () => {
    const project = projectOf(
      text({ m: { kind: 'models', from: 'd', columns: [{ id: '{y}', each: { y: ['gdp'] }, fit: '{y} ~ x' }] } }, {}, {
        outcomes: ['gdp'],
      } as never),
    );
    expect((await project.make()).ran).toEqual(['d', 'm.gdp']);
    project.edit('pipeline.yaml', '["gdp"]},"fit"', '["gdp","income"]},"fit"');
    expect((await project.make()).ran).toEqual(['m.income']);
    project.edit('pipeline.yaml', '["gdp","income"]},"fit"', '["income","gdp"]},"fit"');
    expect((await project.make()).ran).toEqual([]);
  });
});
