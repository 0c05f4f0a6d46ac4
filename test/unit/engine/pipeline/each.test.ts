/** Loops of the pipeline: the entries they stand for, what stands in the place of their names, and what is said of wrong ones. */
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../../src/engine/pipeline/source/yaml.ts';
import { planned } from '../../steps/planned.ts';

const csv = [
  'unit,year,region,male,gdp,income,x,z',
  ...Array.from({ length: 24 }, (_, i) =>
    [
      `u${i % 4}`,
      2010 + (i % 6),
      i % 4 < 2 ? 'East' : 'Upper middle',
      i % 2,
      i * 3 + (i % 5),
      i % 7,
      (i * 5) % 11,
      i % 3,
    ].join(),
  ),
].join('\n');

const head = `papermake: 1
variables:
  gdp: {label: GDP per head, zh: 人均GDP}
  region: {levels: [Upper middle, East]}
sets: {controls: [z], outcomes: [gdp, $more], more: [income]}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
`;
const plan = (steps: string, known = {}) => planned(`${head}${steps}`, csv, known);
const columns = (...lines: readonly string[]) =>
  plan(`  m:\n    kind: models\n    from: d\n    columns:\n${lines.map((line) => `      - ${line}\n`).join('')}`);
type Plan = ReturnType<typeof plan>;
const ids = (p: Plan): string[] => [...p.nodes.keys()].filter((id) => id !== 'd');
const told = (p: Plan): string[] => p.problems.map((problem) => `${p.pointsAt(problem)}: ${problem.message}`);
const param = (p: Plan, id: string, name: string) => (p.nodes.get(id)!.params as Record<string, unknown>)[name];
const header = (p: Plan, id: string) => p.nodes.get(id)!.view!.header;

describe('the rounds of a loop', () => {
  it('a map is every combination, and an empty value leaves its key out', () => {
    const p = columns(
      '{id: "{y}.{s.key}", each: {y: [gdp, income], s: {all: "", men: male == 1}}, fit: "{y} ~ x + $controls", sample: "{s}"}',
    );
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual(['m.gdp.all', 'm.gdp.men', 'm.income.all', 'm.income.men']);
    expect(ids(p).map((id) => param(p, id, 'outcome'))).toEqual(['gdp', 'gdp', 'income', 'income']);
    expect(ids(p).map((id) => param(p, id, 'sample'))).toEqual([null, 'male == 1', null, 'male == 1']);
    expect(param(p, 'm.gdp.all', 'terms')).toEqual(['x', 'z']);
  });

  it('a list of maps goes in step', () => {
    const p = columns('{id: "{y}", each: [{y: gdp, v: x}, {y: income, v: z}], fit: "{y} ~ {v}"}');
    expect(p.problems).toEqual([]);
    expect(ids(p).map((id) => [id, param(p, id, 'terms')])).toEqual([
      ['m.gdp', ['x']],
      ['m.income', ['z']],
    ]);
  });

  it.each(['$outcomes', '[gdp, income]', '[gdp, $more]', '{it: $outcomes}'])('%s is a list', (each) => {
    const p = columns(`{id: "{it}", each: ${each}, fit: "{it} ~ x"}`);
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual(['m.gdp', 'm.income']);
  });

  it('levels are those that a node finds, in the order that is declared', () => {
    const step = (fit: string) =>
      `  m: {kind: models, from: d, columns: [{id: "{r}", each: {r: levels(d.region)}, fit: "${fit}", sample: 'region == "{r}"'}]}\n`;
    const before = plan(step('gdp ~ x'));
    expect(before.problems).toEqual([]);
    expect(ids(before)).toEqual(['m@levels.each']);
    expect(before.nodes.get('m@levels.each')!.params).toEqual({ column: 'region', sample: null, exclude: null });
    const after = plan(step('gdp ~ x'), { 'm@levels.each': ['East', 'Upper middle'] });
    expect(after.problems).toEqual([]);
    expect(ids(after)).toEqual(['m@levels.each', 'm["Upper middle"]', 'm.East']);
    expect(param(after, 'm["Upper middle"]', 'sample')).toBe('region == "Upper middle"');
    const wrong = plan(step('gdp ~ xx'), { 'm@levels.each': ['East', 'Upper middle'] });
    expect(told(wrong)).toEqual([
      'xx: unknown variable `xx`, where `r` is `Upper middle`, and in 1 more entry of the loop',
    ]);
  });

  it('columns that are a map loop by their keys', () => {
    const p = plan(
      '  m: {kind: models, from: d, columns: {"{y}.x": {each: {y: $outcomes}, fit: "{y} ~ x"}, last: {fit: gdp ~ z}}}\n',
    );
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual(['m.gdp.x', 'm.income.x', 'm.last']);
  });

  it('steps loop, and loops within them see their names', () => {
    const p = plan(`  "m_{y}":
    kind: models
    each: {y: $outcomes}
    from: d
    columns: [{id: "{v}", each: {v: [x, z]}, fit: "{y} ~ {v}"}]
  "a_{it}": {kind: describe, each: [gdp, income], from: d, variables: ["{it}"]}
`);
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual(['m_gdp.x', 'm_gdp.z', 'm_income.x', 'm_income.z', 'a_gdp', 'a_income']);
    expect(param(p, 'm_income.z', 'outcome')).toBe('income');
  });
});

describe('names in texts', () => {
  it('labels are those of variables, keys those of maps', () => {
    const p = columns(
      '{id: "{y}{s.key}", each: {y: $outcomes, s: {a: "", b: male == 1}}, fit: "{y} ~ x", header: "{y.label}, {y.zh}, {s.label}, {{y}}"}',
    );
    expect(p.problems).toEqual([]);
    expect(header(p, 'm.gdpb')).toBe('GDP per head, 人均GDP, b, {y}');
    expect(header(p, 'm.incomea')).toBe('income, income, a, {y}');
  });

  it('a value keeps its type where it is all there is, and a list within a list is spread', () => {
    const p = columns(
      '{id: "w{w.key}", each: {w: {one: [1, 99], five: [5, 95]}, c: [[z, male]]}, fit: "gdp ~ x", add: ["{c}", L.x], winsorize: "{w}"}',
    );
    expect(p.problems).toEqual([]);
    expect(param(p, 'm.wfive', 'winsorize')).toMatchObject({ at: [5, 95] });
    expect(param(p, 'm.wone', 'terms')).toEqual(['x', 'z', 'male', 'L.x']);
  });

  it('the members of a value that is a map have names of their own', () => {
    const p = columns(
      '{id: "{s.key}", each: {s: {men: {rows: male == 1, title: Men}, all: {rows: "", title: All}}}, fit: "gdp ~ x", sample: "{s.rows}", header: "{s.title}"}',
    );
    expect(p.problems).toEqual([]);
    expect([param(p, 'm.men', 'sample'), param(p, 'm.all', 'sample'), header(p, 'm.men')]).toEqual([
      'male == 1',
      null,
      'Men',
    ]);
  });

  it('an empty value takes the sign before it along', () => {
    const p = columns(
      '{id: "{c.key}", each: {c: {no: "", yes: $controls}, f: ["", unit]}, fit: "gdp ~ x + {c} | {f}"}',
    );
    expect(told(p)).toEqual([expect.stringContaining('two columns have the id'), expect.anything()]);
    const q = columns(
      '{id: "{c.key}{f}", each: {c: {no: "", yes: $controls}, f: ["", unit]}, fit: "gdp ~ x + {c} | {f}"}',
    );
    expect(q.problems).toEqual([]);
    expect(ids(q).map((id) => [id, param(q, id, 'terms'), param(q, id, 'absorb')])).toEqual([
      ['m.no', ['x'], []],
      ['m.nounit', ['x'], ['unit']],
      ['m.yes', ['x', 'z'], []],
      ['m.yesunit', ['x', 'z'], ['unit']],
    ]);
  });

  it('values that are no names stay one name of the id, and go by it written plainly too', () => {
    const hostile = JSON.stringify(['a.b', 'say "x"', '汉字', '{y}', '2010', "it's", 'back\\slash']);
    const p = columns(`{id: "g.{v}", each: {v: ${hostile}}, fit: gdp ~ x, sample: 'region != "{v}"', header: "{v}"}`);
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual([
      'm.g["a.b"]',
      'm.g["say \\"x\\""]',
      'm.g.汉字',
      'm.g["{y}"]',
      'm.g["2010"]',
      'm.g["it\'s"]',
      'm.g["back\\\\slash"]',
    ]);
    expect(header(p, 'm.g["{y}"]')).toBe('{y}');
    expect(p.nodes.get('m.g["2010"]')!.view!.aliases).toContain('m.g.2010');
    expect(param(p, 'm.g["say \\"x\\""]', 'sample')).toBe('region != "say \\"x\\""');
  });

  it('a group is named by a glob, by its values or by one name', () => {
    const models =
      '  m: {kind: models, from: d, columns: [{id: "{y}.{r}", each: {y: $outcomes, r: [East, Upper middle]}, fit: "{y} ~ x", sample: "region == \'{r}\'"}]}\n';
    const based = (base: string) => plan(`${models}  n: {kind: models, base: '${base}', add: [z]}\n`);
    for (const base of ['m.gdp.East', 'm.gdp["East"]', 'm.gdp["Upper middle"]', 'm.gdp.Upper middle'])
      expect(based(base).problems).toEqual([]);
    expect(told(based('m.gdp.*'))[0]).toMatch(/names 2 nodes/);
  });
});

describe('several outcomes', () => {
  it('`c(y1, y2)` makes a model of each, by its name', () => {
    const p = columns(
      '{id: many, fit: "c(gdp, $more, log(x + 1)) ~ z + csw0(male) | unit"}',
      '{fit: "c(gdp, income) ~ x"}',
    );
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual([
      'm.many.gdp.1',
      'm.many.gdp.2',
      'm.many.income.1',
      'm.many.income.2',
      'm.many["log(x + 1)"].1',
      'm.many["log(x + 1)"].2',
      'm.7',
      'm.8',
    ]);
    expect(p.nodes.get('m.many.gdp.2')!.view!.aliases).toContain('m.many.gdp');
    expect(param(p, 'm.many.income.2', 'terms')).toEqual(['z', 'male']);
  });

  it('a step without columns and a formula of the step have them too', () => {
    const p = plan(`  m: {kind: models, from: d, fit: "c(gdp, income) ~ x"}
  n: {kind: models, from: d, fit: "c(gdp, income) ~ x", columns: [{id: a}, {id: b, sample: male == 1}]}
`);
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual(['m.gdp', 'm.income', 'n.a.gdp', 'n.a.income', 'n.b.gdp', 'n.b.income']);
  });

  it('points at what is wrong in it', () => {
    expect(told(columns('{id: a, fit: "c(gdp, incme) ~ x + zz"}')).sort()).toEqual([
      'incme: unknown variable `incme`',
      'zz: unknown variable `zz`',
    ]);
  });
});

describe('what is wrong', () => {
  it.each([
    [
      '{id: a, each: {y: gdp}, fit: "{y} ~ x"}',
      'gdp: expected a list, a map, `$set` or `levels(step.variable)`, got `gdp`',
    ],
    ['{id: a, each: {y: []}, fit: "{y} ~ x"}', 'each: `each` has no value to go through'],
    ['{id: a, each: {y: $nope}, fit: "{y} ~ x"}', '$nope: unknown set `$nope`'],
    ['{id: a, each: {y: levels(d.regio)}, fit: "gdp ~ x"}', 'levels(d.regio): `d` has no column `regio`'],
    ['{id: a, each: {y: levels(dd.region)}, fit: "gdp ~ x"}', 'levels(dd.region): unknown step `dd`'],
    [
      '{id: a, each: {y: levels(region)}, fit: "gdp ~ x"}',
      'levels(region): expected `levels(step.variable)`, got `levels(region)`',
    ],
    [
      '{id: a, each: [{y: gdp}, {z: x}], fit: "gdp ~ x"}',
      '{z: x}: the maps of `each` go in step and have the same names: the first has `y`',
    ],
    ['{id: "{q}", each: {y: [gdp]}, fit: "{y} ~ x"}', '{q}: no loop around this has a `q`'],
    ['{id: a, each: {y: [gdp]}, fit: "{y} ~ x", header: "{y.lable}"}', '{y.lable}: `y` has no `lable`'],
    ['{id: a, each: {y: [[gdp, x]]}, fit: "{y} ~ x"}', '{y}: `{y}` is a list, which cannot stand within a text'],
    ['{id: "{y}", each: {y: [gdp, incme]}, fit: "{y} ~ x"}', '{y}: unknown variable `incme`, where `y` is `incme`'],
    [
      '{id: "{y}", each: {y: [gdp, income]}, fit: "{y} ~ xx"}',
      'xx: unknown variable `xx`, where `y` is `gdp`, and in 1 more entry of the loop',
    ],
    ['{id: a, each: {y: [gdp, income]}, fit: "{y} ~ x"}', '"a": two columns have the id `a`, where `y` is `income`'],
  ])('%s', (column, message) => {
    const all = told(columns(column)).map((each) => each.replace(/^a:/, '"a":').replace(/^\{y: \[\]\}/, 'each'));
    expect(all).toEqual([message]);
  });

  it('names the value, and the place of it beside that of the text', () => {
    const p = columns('{id: "{y}", each: {y: [gdp, incme]}, fit: "{y} ~ x"}');
    const [problem] = p.problems;
    expect(problem!.at.map((place) => p.pointsAt({ ...problem!, at: [place] }))).toEqual(['{y}', 'incme']);
  });

  it('keys that do not say which entry they are', () => {
    expect(told(plan('  a: {kind: describe, each: {y: [gdp, x]}, from: d, variables: ["{y}"]}\n'))).toEqual([
      'a: two entries are called `a`, where `y` is `gdp` and where `y` is `x`',
    ]);
    expect(
      told(
        plan(
          '  "a_{y}": {kind: describe, each: {y: [gdp]}, from: d, variables: ["{y}"]}\n  a_gdp: {kind: vif, from: d, variables: [x, z]}\n',
        ),
      ),
    ).toEqual(['a_gdp: `a_gdp` is made twice']);
  });

  it('is told once: nothing is said of what is missing for it', () => {
    const step = (each: string, fit: string) =>
      plan(`  m: {kind: models, from: d, columns: [{id: "{y}.all", each: ${each}, fit: "${fit}"}]}
  n: {kind: models, base: m.gdp.all, add: [z]}
  o: {kind: models, from: d, fit: gdp ~ xx}
`);
    expect(told(step('{y: $nope}', '{y} ~ x')).sort()).toEqual([
      '$nope: unknown set `$nope`',
      'xx: unknown variable `xx`',
    ]);
    expect(told(step('{y: [gdp]}', '{yy} ~ x')).sort()).toEqual([
      'xx: unknown variable `xx`',
      '{yy}: no loop around this has a `yy`',
    ]);
  });

  it('levels cannot name steps', () => {
    expect(told(plan('  "a_{r}": {kind: describe, each: {r: levels(d.region)}, from: d, variables: [gdp]}\n'))).toEqual(
      ['levels(d.region): `levels(…)` cannot make steps, whose names are known before anything runs'],
    );
  });

  it.each([
    ['fit: {y} ~ x', '{y}'],
    ['id: {y}.{s.key}', '{y}'],
    ['variables: [{it}, x]', '{it}'],
    ['sample: {s.key}', '{s.key}'],
  ])('text that begins with a brace must be quoted: %s', (line, at) => {
    const text = `a:\n  ${line}\n`;
    const { problems } = readYaml('p.yaml', text);
    expect(
      problems.map(({ code, message, at: [place] }) => [
        code,
        place?.is === 'text' && text.slice(place.start, place.end),
        message,
      ]),
    ).toEqual([
      ['unquoted-brace', at, `\`${at}\` is a map to YAML, since its text begins with \`{\` and is not quoted`],
    ]);
  });
});
