/**
 * Factors of random formulas against R's `model.matrix`, column by column. R runs once; without it the test is skipped, but not under CI.
 * @module-tag slow
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../src/base/number/rng.ts';
import { dot } from '../../src/base/number/sum.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { NamedColumn } from '../../src/econ/design.ts';
import { prepared } from '../../src/econ/estimate.ts';
import { householder } from '../../src/econ/linalg/qr.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { dataOf } from '../support/data.ts';
import { absentFromR } from '../support/languages.ts';
import { scratchFolder } from '../support/scratch.ts';

const ROUNDS = Number(process.env.PAPERMAKE_FORMULAS ?? 2000);
const levels = { a: ['p', 'q', 'r'], b: ['s', 't'], c: ['u', 'v', 'w'] } as const;
type FactorName = keyof typeof levels;
const isFactor = (name: string): name is FactorName => Object.hasOwn(levels, name);

/** Every cell of the three factors eight times over. */
const draw = createRng('model-matrix').stream('rows', 0);
const cells = levels.a.flatMap((a) => levels.b.flatMap((b) => levels.c.map((c) => ({ a, b, c }))));
const rows = Array.from({ length: 8 * cells.length }, (_, i) => ({
  ...cells[i % cells.length]!,
  x: draw.normal(),
  z: draw.normal(),
  y: draw.normal(),
  w: draw.normal(),
}));
const names = ['a', 'b', 'c', 'x', 'z', 'y', 'w'] as const;
const data = dataOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])));
const weights = Float64Array.from(rows, ({ w }) => w);

interface Written {
  /** The right side in both languages. */
  readonly ours: string;
  readonly r: string;
  /** Levels of factors with the base first, as R has them. */
  readonly order: Readonly<Record<string, readonly string[]>>;
}

/** Sums of variables, interactions, crossings and crossed lists, with and without a constant and references. */
function written(by: RandomStream): Written {
  const refs = new Map(
    (Object.keys(levels) as FactorName[]).flatMap((name) =>
      by.int(3) === 0 ? [[name, levels[name][by.int(levels[name].length)]!] as const] : [],
    ),
  );
  const pool = by.shuffle(['a', 'b', 'c', 'x', 'z', 'x^2'].filter((name) => isFactor(name) || by.int(2) === 0));
  // a reference is said once, or wherever its factor stands
  const said = new Set<string>();
  const ours = (name: string): string => {
    const ref = isFactor(name) ? refs.get(name) : undefined;
    const isSaid = ref !== undefined && (!said.has(name) || by.int(2) === 0);
    said.add(name);
    return isFactor(name) ? (isSaid ? `i(${name}, ref=${ref})` : `i(${name})`) : name;
  };
  const r = (name: string): string => (name === 'x^2' ? 'I(x^2)' : name);
  const chosen = (most: number): string[] => {
    const some = by.shuffle(pool.slice()).slice(0, 1 + by.int(most));
    // the product of a variable and its square is a power here and an interaction in R
    return some.includes('x') ? some.filter((name) => name !== 'x^2') : some;
  };
  const parts = Array.from({ length: 1 + by.int(4) }, (): { ours: string; r: string } => {
    const some = chosen(3);
    const how = by.int(3);
    const joined = (print: (name: string) => string): string => {
      if (how === 2 && some.length === 3) return `(${print(some[0]!)} + ${print(some[1]!)})*${print(some[2]!)}`;
      return some.map(print).join(how === 0 ? ':' : '*');
    };
    return { ours: joined(ours), r: joined(r) };
  });
  const constant = by.int(4) === 0 ? ' - 1' : '';
  const order = (name: FactorName): string[] => {
    const ref = said.has(name) ? refs.get(name) : undefined;
    return ref === undefined ? [...levels[name]] : [ref, ...levels[name].filter((level) => level !== ref)];
  };
  return {
    ours: parts.map((part) => part.ours).join(' + ') + constant,
    r: parts.map((part) => part.r).join(' + ') + constant,
    order: { a: order('a'), b: order('b'), c: order('c') },
  };
}

const script = String.raw`
args <- commandArgs(TRUE)
data <- read.csv(args[1], stringsAsFactors = TRUE)
lines <- strsplit(readLines(args[2]), "\t")
out <- vapply(lines, function(line) {
  own <- data
  for (name in c("a", "b", "c")) own[[name]] <- factor(own[[name]], levels = strsplit(line[match(name, c("a", "b", "c")) + 1], ",")[[1]])
  m <- model.matrix(as.formula(paste("~", line[1])), own)
  paste(colnames(m), sprintf("%.17g", drop(crossprod(m, own$w))), sep = "=", collapse = "\t")
}, "")
writeLines(out, args[3])
`;

/** Names of columns as both languages can be compared by them, and the products of the columns with weights. */
type Columns = ReadonlyMap<string, number>;

const sorted = (parts: readonly string[]): string => [...parts].sort().join(':');
const ofR = (line: string): Columns =>
  new Map(
    line.split('\t').map((cell) => {
      const at = cell.lastIndexOf('=');
      return [sorted(cell.slice(0, at).split(':')), Number(cell.slice(at + 1))];
    }),
  );
const rName = (name: string): string =>
  sorted(
    name
      .replaceAll(/i\((\w)\)::(\w)/g, '$1$2')
      .split(':')
      .map((part) => (part === 'x^2' ? 'I(x^2)' : part)),
  );
const product = ({ values }: NamedColumn): number => dot(values, weights);

const ones: NamedColumn = { name: '(Intercept)', values: new Float64Array(rows.length).fill(1) };
const rank = (columns: readonly NamedColumn[]): number => {
  const values = columns.map((column) => column.values);
  return householder(values, rows.length, (j) => 1e-9 * Math.sqrt(dot(values[j]!, values[j]!))).kept.length;
};

function specOf(fit: string): ModelSpec {
  const { specs, problems } = compileColumn({ fit }, null, {
    sets: {},
    samples: {},
    frame: 'd',
    columns: undefined,
    panel: null,
  });
  expect(problems, fit).toEqual([]);
  return specs[0]!;
}

/**
 * R takes a margin in z to be a part of an earlier term in x:z. It then lacks columns, or has them from a later term: in `x:z + z:a + b:c:z` the cells of
 * b:c:z give what z:a is short of, which are other columns of one space.
 */
type Compared = 'the same columns' | 'the same space' | 'fewer in R';

function compare({ ours: right }: Written, inR: Columns): Compared {
  const { sample } = prepared(specOf(`y ~ ${right}`), data);
  const constant = sample.spec.constant ? [ones] : [];
  const ours = [...constant, ...sample.design.terms];
  const cells = [...constant, ...sample.columns(sample.spec.terms, 'every')];
  const whole = rank(cells);
  expect([rank(ours), ours.length], right).toEqual([whole, whole]);
  const byName = new Map(cells.map((cell) => [rName(cell.name), cell]));
  for (const [name, expected] of inR) expect(product(byName.get(name)!), `${right}: ${name}`).toBeCloseTo(expected, 9);
  const columnsOfR = rank([...inR.keys()].map((name) => byName.get(name)!));
  if (columnsOfR < whole) return 'fewer in R';
  const named = ours.map(({ name }) => rName(name)).sort();
  // Columns of R beyond the rank are redundant.
  return named.every((name) => inR.has(name)) ? 'the same columns' : 'the same space';
}

const OF_OTHER_COLUMNS: Written = {
  ours: 'i(b) + x:z + z:i(a) + i(c):i(b):z',
  r: 'b + x:z + z:a + c:b:z',
  order: levels,
};

const absent = absentFromR([]);
const folder = mkdtempSync(join(scratchFolder(), 'model-matrix-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(absent.length > 0)(`formulas of up to three factors${absent.length > 0 ? ' (no R)' : ''}`, () => {
  it('have the columns of R, in full rank', () => {
    const streams = createRng('formulas');
    const drawn = Array.from({ length: ROUNDS }, (_, i) => written(streams.stream('formula', i)));
    const formulas: readonly Written[] = [OF_OTHER_COLUMNS, ...drawn];
    const file = (name: string): string => join(folder, name);
    const table = [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))];
    writeFileSync(file('d.csv'), table.join('\n'));
    const line = ({ r, order }: Written): string =>
      [r, ...Object.values(order).map((each) => each.join(','))].join('\t');
    writeFileSync(file('in.txt'), `${formulas.map(line).join('\n')}\n`);
    writeFileSync(file('m.R'), script);
    execFileSync('Rscript', ['--vanilla', file('m.R'), file('d.csv'), file('in.txt'), file('out.txt')]);
    const answers = readFileSync(file('out.txt'), 'utf8').trim().split('\n').map(ofR);
    expect(answers).toHaveLength(formulas.length);
    const others = formulas.flatMap(({ r }, i) => {
      const compared = compare(formulas[i]!, answers[i]!);
      return compared === 'the same columns' ? [] : [{ r, compared }];
    });
    for (const { r, compared } of others)
      expect(r, compared).toMatch(compared === 'fewer in R' ? /[xz]\S*[:*]|[:*]\S*[xz]/ : /x\S*[:*]\S*z|z\S*[:*]\S*x/);
    const spaces = others.filter(({ compared }) => compared === 'the same space');
    expect(spaces[0]).toMatchObject({ r: OF_OTHER_COLUMNS.r });
    expect(spaces.length - 1).toBeLessThan(ROUNDS / 1000);
    expect(others.length - spaces.length).toBeLessThan(ROUNDS / 100);
  });
});
