/** Marginal effects of a fit's variables on its mean, with standard errors by the delta method. */
import { memoByIdentity } from '../../base/memo.ts';
import { Refusal } from '../../base/problem.ts';
import type { Fit, Margin } from '../fit.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { termName } from '../sample/terms.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { basisAt } from './basis.ts';
import { type EffectGradient, indexAt, type Motion } from './effect.ts';
import { absorbedIn, unidentifiedBy } from './identified.ts';
import {
  calledAt,
  type EvaluationPoint,
  familyOf,
  type Move,
  movedAt,
  movedBy,
  movesOf,
  nowhere,
  placeAlone,
  predicted,
} from './move.ts';
import { columnAt, slopeOf } from './moved-columns.ts';
import { type MarginWeights, type NamedPlace, placesOf } from './places.ts';
import { columnsAt, type MarginInputs, moving, type Setting, settingOf, takenOn } from './setting.ts';
import { marginWarnings, type WhyNot } from './unmoved.ts';
import { winsorizedApart } from './winsorized.ts';

/**
 * The fit with the marginal effects that its spec asks for. A variable moves in all terms that it is in: by its derivative, or as a level of
 * `i(v)` or a 0/1 variable that `dummies` names, from the reference level and from 0. With the averages m_j of ∂m/∂x_j over the rows the errors are
 * √(J V J'), J = ∂m_j/∂(b, a) (Stata [R] margins, dydx). With `places` the rows have some variables at values there; `predict` adds the averages of m
 * themselves. What is not identified has no row, and a warning. O(NK) for each effect at each place.
 */
export function withMargins(fit: Fit, spec: ModelSpec, inputs: MarginInputs): Fit {
  const asked = spec.margins;
  if (asked === undefined) return fit;
  const texts = [...(spec.iv?.endogenous ?? []), ...spec.terms];
  refuseEvents(texts);
  const setting = settingOf(asked, texts, spec, fit, inputs);
  const { variables } = inputs.sample;
  const moves = chosenOf(movesOf(texts, setting.kept, asked.dummies ?? [], variables), asked.effects);
  const places = placesOf(asked, texts, variables, rowWeights(spec, inputs));
  const taken = (places ?? [undefined]).flatMap((place) => marginsAt(setting, moves, place));
  const distribution = referenceDistribution(inputs.df);
  const critical = distribution.upperQuantile(0.025);
  const margins = taken.flatMap(({ move, at, found }): Margin[] => {
    if ('why' in found) return [];
    const row = estimateRow(move.name, found.effect, found.variance, found.unknown, distribution, critical);
    return [at === undefined ? row : { ...row, at }];
  });
  const unmoved = taken.flatMap(({ move, found }) => ('why' in found ? [{ move, why: found.why }] : []));
  const told = marginWarnings(
    unmoved,
    taken.map(({ move }) => move),
  );
  return requireFinite(
    Object.freeze({ ...fit, margins, marginsAt: asked.at ?? 'rows', warnings: [...fit.warnings, ...told] }),
  );
}

/** The moves of the variables that are asked for; a factor is called by its column or as `i(g)`. */
function chosenOf(moves: readonly Move[], asked: readonly string[] | undefined): readonly Move[] {
  if (asked === undefined) return moves;
  const wanted = asked.map((text) => termName(termOf(text)));
  const isMove = (text: string, move: Move): boolean => [text, `i(${text})`].includes(familyOf(move));
  const unknown = wanted.find((text) => !moves.some((move) => isMove(text, move)));
  if (unknown === undefined) return moves.filter((move) => wanted.some((text) => isMove(text, move)));
  const message = `\`dydx\` of \`margins\` names \`${unknown}\`, which does not move in this model`;
  const known = [...new Set(moves.map(familyOf))];
  throw new Refusal('unknown-margin', message, { param: 'margins', hint: `it has ${known.join(', ')}` });
}

/** Probabilities weigh averages as analytic weights do. */
function rowWeights({ weights }: ModelSpec, inputs: MarginInputs): MarginWeights | null {
  if (inputs.weights === null) return null;
  return { kind: weights?.is === 'frequency' ? 'frequency' : 'analytic', values: inputs.weights };
}

/** Indicators of an event study are changes already, from the reference period. */
function refuseEvents(texts: readonly string[]): void {
  const event = texts.find((text) => termOf(text).some((factor) => factor.is === 'event'));
  if (event === undefined) return;
  const message = `\`margins\` is not supported with \`${event}\`, whose coefficients are changes from the reference period`;
  throw new Refusal('unsupported', message, { param: 'margins', hint: 'leave `margins` out' });
}

interface MarginEstimate {
  readonly effect: number;
  /** null where a coefficient in it has no standard error, for the reason `unknown`. */
  readonly variance: number | null;
  readonly unknown: string;
}

interface Taken {
  readonly move: Move;
  readonly at?: Readonly<Record<string, number | string>>;
  readonly found: MarginEstimate | { readonly why: WhyNot };
}

/** The prediction and the effects at a place, or where the rows are. Slopes of an index may be told where its level is not identified. */
function marginsAt(setting: Setting, moves: readonly Move[], named: NamedPlace | undefined): readonly Taken[] {
  const isPredicted = setting.spec.margins?.predict === true;
  if (isPredicted) refuseWithoutLevel(setting.inputs);
  const { placed, why } = named === undefined ? { placed: setting } : placedAt(setting, named.place);
  const isLevelAlone = setting.inputs.mean === null && (why?.is === 'absorbed' || why?.is === 'spanned');
  if (why !== undefined && !isLevelAlone) return [{ move: placeAlone(named!.name), found: { why } }];
  const at = named === undefined ? {} : { at: named.values };
  const level = (): Taken['found'] => (why ? { why } : foundFrom(placed, placed.effects.prediction()));
  const predictions = isPredicted ? [{ move: predicted(named?.name ?? ''), ...at, found: level() }] : [];
  const effects = moves.map((move) => ({
    move: named === undefined ? move : { ...move, ...calledAt(move, named.name) },
    ...at,
    found: effectIn(placed, move),
  }));
  return [...predictions, ...effects];
}

/** Under absorbed effects without a constant the level of predictions is not told. */
function refuseWithoutLevel({ effects, constants }: MarginInputs): void {
  if (effects.length === 0 || constants === 1) return;
  const message = 'predictions are not supported where effects are absorbed and the model reports no constant';
  throw new Refusal('unsupported', message, {
    param: 'margins',
    hint: 'leave `predict` out, or give the levels as `i(v)`',
  });
}

/** Puts the variables of a place there, and says why what the model does not have a coefficient of may matter. */
function placedAt(setting: Setting, place: EvaluationPoint): { readonly placed: Setting; readonly why?: WhyNot } {
  const { kept, inputs } = setting;
  const basis = basisAt(setting.basis, place);
  const to = moving(kept, movedAt(place), (member) => columnAt(member, nowhere, basis));
  const from = new Map([...to.keys()].map((j) => [j, setting.model.columns[j]!]));
  const move: Move = { ...predicted(''), to: place };
  const why = whyNot(setting, move, { is: 'change', from, to });
  const columns = setting.model.columns.map((own, j) => to.get(j) ?? own);
  const index = inputs.mean === null ? setting.model.index : indexAt(setting.model, to);
  const placed = { ...setting, ...takenOn({ ...setting.model, columns, index }, basis, kept) };
  return { placed, ...(why === undefined ? {} : { why }) };
}

/** Why a move's effect is not told; undefined where it is. */
function whyNot(setting: Setting, move: Move, motion: Motion): WhyNot | undefined {
  const { kept, basis, inputs, dependence, texts, rows } = setting;
  const apart = winsorizedApart(move, kept, setting.spec.winsorize);
  if (apart !== undefined) return { is: 'winsorized', text: apart };
  const undefinedAt = undefinedIn(motion);
  if (undefinedAt !== undefined) return { is: 'undefined', text: kept[undefinedAt]!.name };
  const absorbed = absorbedIn(move, texts, inputs.sample.variables, rows, dependence);
  if (absorbed !== undefined) return { is: 'absorbed', text: absorbed, within: inputs.effects.map(({ name }) => name) };
  const missing = unidentifiedBy(move, motion, setting.without, dependence, basis);
  return missing === undefined ? undefined : { is: 'spanned', text: missing };
}

function effectIn(setting: Setting, move: Move): MarginEstimate | { readonly why: WhyNot } {
  const motion = motionIn(setting, move);
  const why = whyNot(setting, move, motion);
  return why === undefined ? foundFrom(setting, setting.effects.of(motion)) : { why };
}

function foundFrom({ inputs, kept, unknown }: Setting, { effect, gradient }: EffectGradient): MarginEstimate {
  const { matrix, cancelled } = inputs.covariance;
  const at = gradient.findIndex((value, j) => value !== 0 && cancelled[j] === true);
  const variance = at < 0 ? quadratic(gradient, matrix) : null;
  const name = at < inputs.constants ? '_cons' : kept[at - inputs.constants]?.name;
  return { effect, variance, unknown: unknown(name) };
}

function motionIn({ kept, basis, columnsFrom }: Setting, move: Move): Motion {
  if (move.is === 'change') {
    return { is: 'change', from: columnsFrom(move.from), to: columnsAt(kept, move.to, basis) };
  }
  return { is: 'slope', by: moving(kept, movedBy(move), (member) => slopeOf(member, move.variable, basis)) };
}

/** Position of a column that has no value, or no derivative, in some row. */
function undefinedIn(motion: Motion): number | undefined {
  const sides = motion.is === 'slope' ? [motion.by] : [motion.from, motion.to];
  return sides.flatMap((side) => [...side]).find(([, values]) => hasNaN(values))?.[0];
}

const hasNaN = memoByIdentity((values: Float64Array): boolean => values.some(Number.isNaN));

function quadratic(x: Float64Array, matrix: Float64Array): number {
  const k = x.length;
  let total = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) total += x[i]! * matrix[i * k + j]! * x[j]!;
  return Math.max(0, total);
}
