/** The joint test of a multiverse by resampling under the null (Simonsohn, Simmons & Nelson 2020, Nature Human Behaviour 4:1208). */
import type { RandomStream } from '../../base/number/rng.ts';
import { Refusal } from '../../base/problem.ts';
import type { Data } from '../data.ts';
import type { NamedColumn } from '../design.ts';
import { percentile } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';
import { Workspace } from '../linalg/workspace.ts';
import { type LevelCodes, levelMarks, orderByValues } from '../panel/drawing-order.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { levelsAt } from '../sample/spec-design.ts';
import { termName } from '../sample/terms.ts';
import { Variables } from '../sample/variables.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { countParameters, resolveStyle } from '../vcov/finite-sample.ts';
import { referenceDistribution } from '../vcov/inference.ts';
import { type Drawn, mostDummies, ResampledFamily } from './resampled-family.ts';
import { sharedDesign, styleOf } from './specification.ts';
import { significanceLevel } from './summary.ts';

/** An observed statistic and how often resamples under the null have one as extreme. */
export interface JointStatistic {
  readonly observed: Stat;
  /** (1 + #)/(1 + B). */
  readonly pValue: Stat;
}

export interface JointTest {
  /** Samples of which every specification is identified. */
  readonly draws: number;
  readonly skipped: number;
  /** The variable whose levels are drawn whole; null for rows. */
  readonly resample: string | null;
  readonly units: number;
  /** The estimates' median, by its size. */
  readonly median: JointStatistic;
  /** The share that is significant at 5% in the sign of the median. */
  readonly shareSignificant: JointStatistic;
  /** The mean of the test statistics, by its size: Stouffer's, before the passage to z. */
  readonly averageT: JointStatistic;
}

/** The statistics of all specifications together in one sample. */
export interface JointFigures {
  readonly median: number;
  readonly share: number;
  readonly averageT: number;
}

/** Figures of each draw of a chunk, null where a specification was not identified; `observed` those of the data as they are. */
export interface JointDraws {
  readonly units: number;
  readonly observed: JointFigures;
  readonly draws: readonly (JointFigures | null)[];
}

export interface Specified {
  readonly model: ModelSpec;
  readonly of: string;
}

/**
 * With the estimated effect of each specification taken off its outcome, y − b x, the null is true of every one; rows, clusters or units are
 * drawn with replacement, the same for all specifications. Since x is among the regressors, an estimate of such an outcome is that of y less b,
 * with the same error. A unit drawn twice enters twice, with levels of its own of effects that lie within units. Refuses specifications that
 * have no sums of products, or are clustered on something else than what is drawn. O(GP²) a draw, and O(GK²) for each specification.
 */
export function jointDraws(
  specified: readonly Specified[],
  resample: string | null,
  data: Data,
  chunk: { readonly from: number; readonly to: number },
  stream: (i: number) => RandomStream,
): JointDraws {
  const { families, units } = familiesOf(specified, resample, data);
  const once = new Int32Array(units).fill(1);
  const actual = families.map(({ family, toUnits }) => family.draw(timesOf(once, toUnits)));
  if (actual.includes(null)) {
    throw new Refusal(
      'joint-test-unidentified',
      'the joint test needs every specification identified, and in some the term is collinear',
      {
        param: 'of',
        hint: 'leave out the choices that span it, or the `test`',
      },
    );
  }
  const observed = actual as Drawn[][];
  const draws = Array.from({ length: chunk.to - chunk.from }, (_, i) => {
    const drawn = stream(chunk.from + i).sample(units, units);
    const times = new Int32Array(units);
    for (const unit of drawn) times[unit] = times[unit]! + 1;
    const found: Drawn[] = [];
    for (const [f, { family, toUnits }] of families.entries()) {
      const own = family.draw(timesOf(times, toUnits));
      if (own === null) return null;
      for (const [k, each] of own.entries())
        found.push({ ...each, estimate: each.estimate - observed[f]![k]!.estimate });
    }
    return figuresOf(found);
  });
  return { units, observed: figuresOf(observed.flat()), draws };
}

/** p-values of the draws of all chunks. */
export function jointTest(chunks: readonly JointDraws[], resample: string | null): JointTest {
  const { observed, units } = chunks[0]!;
  const drawn = chunks.flatMap(({ draws }) => draws);
  const used = drawn.filter((each) => each !== null);
  const statistic = (of: (figures: JointFigures) => number): JointStatistic => {
    const actual = of(observed);
    const count = used.filter((each) => of(each) >= actual * (1 - 1e-12)).length;
    const pValue: Stat =
      used.length === 0 ? { invalid: 'no sample identifies every specification' } : (1 + count) / (1 + used.length);
    return { observed: actual, pValue };
  };
  const signed = (value: number, { pValue }: JointStatistic): JointStatistic => ({ observed: value, pValue });
  return {
    draws: used.length,
    skipped: drawn.length - used.length,
    resample,
    units,
    median: signed(
      observed.median,
      statistic(({ median }) => Math.abs(median)),
    ),
    shareSignificant: statistic(({ share }) => share),
    averageT: signed(
      observed.averageT,
      statistic(({ averageT }) => Math.abs(averageT)),
    ),
  };
}

interface Placed {
  readonly family: ResampledFamily;
  /** The unit of all data that each of the family's is. */
  readonly toUnits: Int32Array;
}

/** A family, and what tells the units of its rows apart. */
interface FamilyUnits extends Placed {
  readonly units: Effect;
  readonly effects: readonly Effect[];
  /** Outcomes and terms of its members, each once. */
  readonly columns: Map<Float64Array, NamedColumn>;
}

const timesOf = (times: Int32Array, toUnits: Int32Array): Int32Array =>
  Int32Array.from(toUnits, (unit) => times[unit]!);

function familiesOf(
  specified: readonly Specified[],
  resample: string | null,
  data: Data,
): { readonly families: readonly Placed[]; readonly units: number } {
  const workspace = new Workspace();
  const variables = new Variables(data, workspace);
  const known = new Map<string, FamilyUnits>();
  const numbers = new Map<number, number>();
  const ids = new Map<object, number>();
  const idOf = (of: object): number => ids.get(of) ?? ids.set(of, ids.size).size - 1;
  for (const { model, of } of specified) {
    const found = sharedDesign(model, data, workspace);
    if (found === null)
      refuse('has errors, weights, instruments or an estimator that the joint test is not defined for', model);
    const { design, effects, clusters, rows } = found!;
    if (model.vcov.is === 'cluster' && model.vcov.by[0] !== resample)
      refuse(
        `is clustered on \`${model.vcov.by[0]}\`, and the joint test draws ${resample === null ? 'rows' : `\`${resample}\``}`,
        model,
      );
    const key = [idOf(rows), ...effects.map(idOf)].join();
    let placed = known.get(key);
    if (placed === undefined) {
      const all = resample === null ? null : levelsAt(variables, resample, rows);
      const codes = all?.codes ?? rows;
      const own = compact({
        name: resample ?? '',
        codes: all === null ? Int32Array.from(rows, (_, i) => i) : codes,
        levels: all?.levels ?? Array.from(rows, String),
      });
      const toUnits = new Int32Array(own.levels);
      for (let i = 0; i < rows.length; i++) {
        const unit = codes[i]!;
        if (!numbers.has(unit)) numbers.set(unit, numbers.size);
        toUnits[own.codes[i]!] = numbers.get(unit)!;
      }
      const family = new ResampledFamily(design, effects, own);
      if (family.dummies > mostDummies)
        refuse(
          `has ${family.dummies} levels of effects that cut through what is drawn, and the joint test carries ${mostDummies}`,
          model,
        );
      placed = { family, toUnits, units: own, effects, columns: new Map() };
      known.set(key, placed);
    }
    const { family } = placed;
    for (const column of [design.outcome, ...design.terms]) placed.columns.set(column.values, column);
    const name = termName(termOf(of));
    const at = design.terms.findIndex((each) => each.name === name);
    const { style } = resolveStyle(styleOf(model), effects, model.vcov, clusters);
    const rank = design.terms.length + (design.constant ? 1 : 0);
    const { vcov } = model;
    family.members.push({
      x: family.place(design.terms[at]!.values),
      outcome: family.place(design.outcome.values),
      controls: design.terms.filter((_, j) => j !== at).map(({ values }) => family.place(values)),
      errors: vcov.is === 'hc' ? (vcov.type as 'HC0' | 'HC1') : vcov.is === 'cluster' ? 'cluster' : 'iid',
      asymptotic: style === 'asymptotic',
      counted: countParameters(style, rank, design.constant, effects, clusters).counted,
    });
  }
  const families = [...known.values()];
  for (const { family } of families) family.prepare();
  const places = placesOf(families, numbers.size);
  const placed = families.map(({ family, toUnits }) => ({ family, toUnits: toUnits.map((unit) => places[unit]!) }));
  return { families: placed, units: numbers.size };
}

/** The place of each unit in the order in which they are drawn, by the rows of all families one after another. */
function placesOf(families: readonly FamilyUnits[], units: number): Int32Array {
  const rows = families.map(({ toUnits, units: { codes } }) => codes.map((code) => toUnits[code]!));
  const told = families.map(({ columns, effects }) => levelMarks([...columns.values()], effects));
  const below = <T>(lists: readonly (readonly T[])[]): (T | undefined)[][] =>
    Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, k) => lists.map((list) => list[k]));
  const columns = below(told.map((each) => each.columns)).map((own) =>
    Float64Array.from(own.flatMap((column, f) => Array.from(column ?? new Float64Array(rows[f]!.length)))),
  );
  const groups = (): LevelCodes[] =>
    below(told.map((each) => each.groups())).map((own) => {
      let levels = 0;
      const codes = own.flatMap((group, f) => {
        const from = levels;
        levels += group?.levels ?? 1;
        return Array.from(rows[f]!, (_, row) => from + (group?.codes[row] ?? 0));
      });
      return { codes: Int32Array.from(codes), levels };
    });
  const codes = Int32Array.from(rows.flatMap((each) => [...each]));
  const order = orderByValues({ codes, levels: units }, { columns, groups });
  const places = new Int32Array(units);
  for (const [place, unit] of order.entries()) places[unit] = place;
  return places;
}

function refuse(what: string, { outcome, terms }: ModelSpec): never {
  throw new Refusal('joint-test-unsupported', `the specification \`${outcome} ~ ${terms.join(' + ')}\` ${what}`, {
    param: 'test',
    hint: 'leave the choice out, say `resample`, or leave out the `test`',
  });
}

/** The sign that counts is that of the sample's own median, as that of the data is of theirs. */
function figuresOf(found: readonly Drawn[]): JointFigures {
  const median = percentile(Float64Array.from(found, ({ estimate }) => estimate).sort(), 50);
  let [significant, total] = [0, 0];
  for (const { estimate, stdError, df } of found) {
    const t = stdError === 0 ? 0 : estimate / stdError;
    total += t;
    const critical = referenceDistribution(df).upperQuantile(significanceLevel / 2);
    if (Math.abs(t) > critical && estimate > 0 === median > 0) significant++;
  }
  return { median, share: significant / found.length, averageT: total / found.length };
}
