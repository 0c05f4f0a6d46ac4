/** Writing a default out changes nothing; a base and an edit of it are the column written directly. Over all options of a column. */
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/canonical.ts';
import { createRng } from '../../src/base/number/rng.ts';
import { Refusal } from '../../src/base/problem.ts';
import { type Base, type CompiledColumn, compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { KeyProblem, SpecContext, SpecKeys } from '../../src/econ/compile/keys.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { modelsSchema } from '../../steps/lib/models/keys.ts';
import { type Cells, dataOf } from '../support/data.ts';
import { estimate } from '../support/estimate.ts';
import {
  type Default,
  defaults,
  type Equation,
  equations,
  type Option,
  options,
  others,
  textOf,
  undefaulted,
} from './options.ts';

/** Eight units in seven years, one of them in a single year; the values are of no matter. */
function sample(): Readonly<Record<string, Cells>> {
  const draw = createRng('options').stream('rows', 0);
  const rows = Array.from({ length: 57 }, (_, i) => (i === 56 ? [8, 2012] : [Math.floor(i / 7), 2008 + (i % 7)]));
  const values = () => rows.map(() => draw.normal());
  const [x, a, b, w] = [values(), values(), values(), values()];
  return {
    unit: rows.map(([unit]) => unit!),
    year: rows.map(([, year]) => year!),
    region: rows.map(([unit]) => `r${unit! % 3}`),
    y: x.map((value, i) => value - value * value + a[i]! + draw.normal()),
    x,
    a,
    b,
    w,
  };
}

const panel = { unit: 'unit', time: 'year' };
const columns = sample();
const data = dataOf(columns, panel);
const context: SpecContext = {
  sets: { most: ['x', 'a'] },
  samples: { late: 'year >= 2010' },
  frame: 'data',
  columns: Object.keys(columns).map((name) => ({ name, type: name === 'region' ? 'string' : 'number' })),
  panel,
};
const compile = (keys: SpecKeys, base: Base | null = null): CompiledColumn => compileColumn(keys, base, context);
const written = (equation: Equation, keys: SpecKeys): SpecKeys => ({ ...keys, fit: textOf(equation) });

/** Names of the members of the objects that a schema allows. */
function membersOf(schema: unknown): string[] {
  const { anyOf = [], properties = {} } = schema as { anyOf?: unknown[]; properties?: object };
  return [...Object.keys(properties), ...anyOf.flatMap(membersOf)];
}
const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

describe('the tables below', () => {
  it.each(Object.keys(modelsSchema))('know `%s`', (key) => {
    if (Object.hasOwn(others, key)) return;
    const members = membersOf(modelsSchema[key as keyof typeof modelsSchema]);
    const inOptions = options[key]!.flatMap(({ value }) => keysOf(value));
    const listed = defaults[key]!;
    const inDefaults =
      typeof listed === 'string' ? members : listed.flatMap((each) => keysOf(each.written[key as keyof SpecKeys]));
    for (const member of members) {
      expect(inOptions).toContain(member);
      if (!Object.hasOwn(undefaulted, member)) expect(inDefaults).toContain(member);
    }
  });
});

/** The fit, or why there is none. */
function fitOf(spec: ModelSpec): string {
  try {
    return canonicalJson(estimate(spec, data));
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

const meaning = ({ specs }: CompiledColumn): string => canonicalJson(specs);
const cases = Object.entries(defaults).flatMap(([key, list]) =>
  typeof list === 'string' ? [] : list.flatMap((each) => each.in.map((name) => [key, name, each] as const)),
);

describe('a default that is written out changes nothing', () => {
  it.each(
    cases.map(
      ([key, name, each]) => [key, name, JSON.stringify(each.beside), JSON.stringify(each.written), each] as const,
    ),
  )('%s, %s: %s and %s', (_key, name, _beside, _written, { beside = {}, written: more }: Default) => {
    const unsaid = compile(written(equations[name]!, beside));
    const said = compile(written(equations[name]!, { ...beside, ...more }));
    expect(unsaid.problems).toEqual([]);
    expect(said.problems).toEqual([]);
    if (meaning(said) !== meaning(unsaid)) expect(fitOf(said.specs[0]!)).toBe(fitOf(unsaid.specs[0]!));
  });
});

const list = Object.values(options).flat();
const edited = (option: Option): SpecKeys => ({ [option.key]: option.value });
const applied = (equation: Equation, { makes }: Option): Equation | null => (makes ? makes(equation) : equation);
const baseOf = ({ specs, written: keys }: CompiledColumn): Base => ({ spec: specs[0]!, written: keys });

/** Winsorising and trimming are two forms of one edit. */
const rivals: Readonly<Record<string, string>> = { winsorize: 'trim', trim: 'winsorize' };

/** The keys of a column that has the first option and then, by an edit, the second. */
function together(first: Option, second: Option): SpecKeys {
  const keys: SpecKeys = {
    ...(first.makes || rivals[second.key] === first.key ? {} : edited(first)),
    ...(second.makes ? {} : edited(second)),
  };
  return second.key === 'swap' && Object.keys(second.value).length > 0 ? renamed(keys) : keys;
}

/** What a base says of variables is said of those that take their place. */
const renamed = ({ tests, lincom, nlcom, ...keys }: SpecKeys): SpecKeys => ({
  ...inTexts({ tests, lincom, nlcom }),
  ...JSON.parse(
    JSON.stringify(keys)
      .replace('"$most"', '"x","a"')
      .replaceAll(/"x(\^2)?"/g, '"w$1"'),
  ),
});

/** Restrictions name variables within their texts. */
const inTexts = (keys: object): SpecKeys => JSON.parse(JSON.stringify(keys).replaceAll(/\bx\b/g, 'w'));

/** Errors, tails and weights that an edit's estimator is not defined for are refused, and do not give way: other numbers would come of it unseen. */
const staysRefused = ({ key, code }: KeyProblem): boolean =>
  code === 'unsupported-weights' || (code === 'unsupported' && ['vcov', 'winsorize', 'trim'].includes(key));

/** As written directly; where that is refused for a thing that the base said, without it: it gave way. */
function directly(equation: Equation, keys: SpecKeys, base: Option, edit: Option): CompiledColumn {
  const direct = compile(written(equation, keys));
  const ofBase = direct.problems.every((problem) => problem.key === base.key && !staysRefused(problem));
  const isBases = base.key !== edit.key && ofBase;
  if (direct.problems.length === 0 || !isBases) return direct;
  const { [base.key]: value, ...rest } = keys;
  return compile(written(equation, { ...rest, ...stillThere(base.key, value, equation) }));
}

/** Of the variables that a base winsorises, adds the means of, or puts at values, those that an edit left. */
function stillThere(key: string, value: unknown, { y, x, iv }: Equation): SpecKeys {
  if (typeof value !== 'object' || value === null) return {};
  if ('mundlak' in value && Array.isArray(value.mundlak)) {
    const mundlak = value.mundlak.filter((name) => x.includes(name));
    return { [key]: mundlak.length === 0 ? { is: 're' } : { ...value, mundlak } };
  }
  if ('mcontrols' in value) {
    const { mcontrols, ...rest } = value as { treatment: string; mcontrols: string[] };
    const kept = mcontrols.filter((name) => x.includes(name));
    if (!x.includes(rest.treatment) || x.length < 2 + kept.length) return {};
    if (kept.length === mcontrols.length) return {};
    return { [key]: { ...rest, ...(kept.length === 0 ? {} : { mcontrols: kept }) } };
  }
  if ('at' in value && typeof value.at === 'object' && !Array.isArray(value.at)) {
    const terms = [...x, iv?.endogenous ?? ''].join(' ');
    const all = Object.entries(value.at ?? {});
    const at = all.filter(([name]) => new RegExp(`\\b${name}\\b`).test(terms));
    return at.length === all.length ? {} : { [key]: { ...value, at: Object.fromEntries(at) } };
  }
  if (!('vars' in value)) return {};
  const there = [y, ...x, iv?.endogenous ?? ''];
  const listed = (value.vars as string[]).flatMap((name) => (name === '$most' ? context.sets.most! : [name]));
  const vars = listed.filter((name) => there.includes(name));
  return vars.length === 0 ? {} : { [key]: { ...value, vars } };
}

describe.each(Object.entries(equations))('a base and an edit are the column written directly: %s', (_, equation) => {
  const start = baseOf(compile(written(equation, {})));
  const firsts = list.map((option) => [option.key, JSON.stringify(option.value), option] as const);

  it.each(firsts)('%s: %s', (_key, _value, first) => {
    const before = applied(equation, first);
    const made = compile(edited(first), start);
    const base = before && compile(written(before, first.makes ? {} : edited(first)));
    expect(made.problems.length > 0).toBe(base === null || base.problems.length > 0);
    if (before === null || base === null || base.problems.length > 0) return;
    expect(made.specs).toEqual(base.specs);
    for (const second of list) {
      const after = applied(before, second);
      const direct = after && directly(after, together(first, second), first, second);
      for (const from of [base, made]) {
        const found = compile(edited(second), baseOf(from));
        const what = [edited(first), edited(second)];
        const refusesToo = direct === null || direct.problems.length > 0;
        expect([what, found.problems.length > 0]).toEqual([what, refusesToo]);
        if (!refusesToo) expect([what, found.specs]).toEqual([what, direct.specs]);
      }
    }
  });
});
