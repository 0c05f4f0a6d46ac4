/** Moderation: an effect that hangs on another variable, and where along it the effect is significant. */

import { mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Data } from '../data.ts';
import type { NamedColumn } from '../design.ts';
import { estimate } from '../estimate.ts';
import type { Sample } from '../estimator.ts';
import type { Estimate, Fit } from '../fit.ts';
import { fit as fitLinear } from '../linear/fit.ts';
import { termName } from '../sample/terms.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { estimateRow, referenceDistribution } from '../vcov/inference.ts';
import { type EffectLine, effectLine, type JohnsonNeyman, johnsonNeyman } from './johnson-neyman.ts';

export type Scale = 'none' | 'centre' | 'standardise';

/** `model` has treatment, moderator and their product as its first terms. */
export interface ModerationSpec {
  readonly model: ModelSpec;
  /** Texts of terms. */
  readonly treatment: string;
  readonly moderator: string;
  readonly interaction: string;
  readonly scale: Scale;
  /** Is true where the treatment is scaled like the moderator. null scales it unless it is 0 or 1. */
  readonly scaleTreatment: boolean | null;
  /** The level of intervals and of the region of significance, 0…1. */
  readonly level: number;
}

export interface MarginalEffect extends Omit<Estimate, 'term'> {
  readonly at: 'mean-sd' | 'mean' | 'mean+sd';
  /** A value of the moderator, as scaled. */
  readonly value: number;
}

export interface Moderation {
  readonly fit: Fit;
  /** Names of terms. */
  readonly treatment: string;
  readonly moderator: string;
  readonly interaction: string;
  readonly scale: Scale;
  readonly scaledTreatment: boolean;
  readonly level: number;
  readonly marginalEffects: readonly MarginalEffect[];
  readonly johnsonNeyman: JohnsonNeyman | { readonly invalid: string };
  /** Treatment and moderator in their own units, over the rows used. */
  readonly means: { readonly x: number; readonly w: number; readonly sdX: number; readonly sdW: number };
}

interface Scaled {
  readonly x: NamedColumn;
  readonly w: NamedColumn;
  readonly means: Moderation['means'];
  readonly scaledTreatment: boolean;
}

/**
 * y = b1 x + b2 w + b3 xw + …, with x and w less their means over the rows used, or divided by their standard deviations (n − 1) too. The product is taken after
 * that. The effect of x at w is b1 + b3 w; b3 and its test do not change by centring, b1 becomes the effect at the mean. Refuses a product that is dropped.
 */
export function moderate(spec: ModerationSpec, data: Data): Moderation {
  let scaled: Scaled | undefined;
  const [treatment, moderator, interaction] = [spec.treatment, spec.moderator, spec.interaction].map((text) =>
    termName(termOf(text)),
  ) as [string, string, string];
  const names = { treatment, moderator, interaction };
  const fit = estimate(spec.model, data, (sample) => {
    scaled = scaledOf(sample, names, spec);
    return fitLinear({ ...sample, design: { ...sample.design, terms: termsOf(sample, names, scaled, spec) } });
  });
  for (const [param, name] of Object.entries(names)) requireTerm(fit, name, param);
  const { w, means, scaledTreatment } = scaled!;
  const line = effectLine(fit, treatment, interaction);
  const critical = referenceDistribution(fit.dfResid).upperQuantile((1 - spec.level) / 2);
  return {
    fit,
    ...names,
    scale: spec.scale,
    scaledTreatment,
    level: spec.level,
    marginalEffects: effectsOf(line, fit, placesOf(spec.scale, means), critical, names),
    johnsonNeyman: 'invalid' in line ? line : johnsonNeyman(line, critical, w.values),
    means,
  };
}

interface ModerationTerms {
  readonly treatment: string;
  readonly moderator: string;
  readonly interaction: string;
}

function scaledOf({ design }: Sample, { treatment, moderator }: ModerationTerms, spec: ModerationSpec): Scaled {
  const named = (name: string): NamedColumn => design.terms.find((term) => term.name === name)!;
  const [x, w] = [named(treatment), named(moderator)];
  const means = { x: mean(x.values), w: mean(w.values), sdX: deviation(x.values), sdW: deviation(w.values) };
  const scaledTreatment = spec.scale !== 'none' && (spec.scaleTreatment ?? !isBinary(x.values));
  const by = spec.scale === 'standardise';
  return {
    x: scaledTreatment ? scaledColumn(x, means.x, by ? means.sdX : 1, 'treatment') : x,
    w: spec.scale === 'none' ? w : scaledColumn(w, means.w, by ? means.sdW : 1, 'moderator'),
    means,
    scaledTreatment,
  };
}

function termsOf(
  { design }: Sample,
  names: ModerationTerms,
  { x, w }: Scaled,
  { scale }: ModerationSpec,
): readonly NamedColumn[] {
  if (scale === 'none') return design.terms;
  const product = { name: names.interaction, values: x.values.map((value, i) => value * w.values[i]!) };
  return design.terms.map((term) => {
    if (term.name === names.treatment) return x;
    if (term.name === names.moderator) return w;
    return term.name === names.interaction ? product : term;
  });
}

const isBinary = (values: Float64Array): boolean => values.every((value) => value === 0 || value === 1);

const deviation = (values: Float64Array): number =>
  values.length < 2 ? 0 : Math.sqrt(sumSquaresAbout(values, mean(values)) / (values.length - 1));

function scaledColumn({ name, values }: NamedColumn, centre: number, size: number, param: string): NamedColumn {
  if (size === 0) {
    throw new Refusal('no-variation', `\`${name}\` takes one value in the rows used, and cannot be standardised`, {
      param,
    });
  }
  return { name, values: values.map((value) => (value - centre) / size) };
}

function requireTerm({ terms, dropped }: Fit, name: string, param: string): void {
  if (terms.some(({ term }) => term === name)) return;
  // an absorbed moderator leaves the effect along it as it is
  if (param === 'moderator') return;
  const left = dropped.find(({ term }) => term === name);
  const why = left === undefined ? '' : ` (${left.why}${left.detail === '' ? '' : `: ${left.detail}`})`;
  const message = `\`${name}\` was dropped${why}, so that the effect of the treatment cannot be told along the moderator`;
  throw new Refusal('moderation-dropped', message, { param: param === 'interaction' ? 'moderator' : param });
}

/** The mean and a standard deviation to either side, as scaled. */
function placesOf(scale: Scale, { w, sdW }: Moderation['means']): [MarginalEffect['at'], number][] {
  const [centre, sd] = [scale === 'none' ? w : 0, scale === 'standardise' ? 1 : sdW];
  return [
    ['mean-sd', centre - sd],
    ['mean', centre],
    ['mean+sd', centre + sd],
  ];
}

function effectsOf(
  line: EffectLine | { readonly invalid: string },
  fit: Fit,
  places: readonly [MarginalEffect['at'], number][],
  critical: number,
  { treatment, interaction }: ModerationTerms,
): MarginalEffect[] {
  const distribution = referenceDistribution(fit.dfResid);
  const [b1, b3] = [treatment, interaction].map((name) => fit.terms.find(({ term }) => term === name)!.estimate) as [
    number,
    number,
  ];
  return places.map(([at, value]) => {
    const variance = 'invalid' in line ? null : line.v11 + 2 * value * line.v13 + value * value * line.v33;
    const why = 'invalid' in line ? line.invalid : '';
    const { term: _, ...row } = estimateRow(at, b1 + b3 * value, variance, why, distribution, critical);
    return { at, value, ...row };
  });
}
