/** Corrects covariances for finite samples: which style applies, how many parameters it counts, and the factor of clustered ones. */
import { Refusal } from '../../base/problem.ts';
import type { SmallStyle, VcovSpec } from '../design.ts';
import type { Warning } from '../fit.ts';
import { type AbsorbedDf, absorbedDf } from '../panel/absorbed-df.ts';
import { type Effect, isNested } from '../panel/effects.ts';

export interface ResolvedStyle {
  readonly style: SmallStyle;
  /** Warnings about a style other than the default. */
  readonly warnings: readonly Warning[];
}

/** The style as applied; refuses one that was asked for and does not go with the effects or the clusters. */
export function resolveStyle(
  asked: SmallStyle,
  effects: readonly Effect[],
  vcov: VcovSpec,
  clusters: readonly Effect[],
): ResolvedStyle {
  const applied = (style: SmallStyle): ResolvedStyle => ({ style, warnings: [] });
  if (asked === 'asymptotic') return applied(asked);
  if (effects.length === 0) {
    if (asked === 'xtreg' || asked === 'areg') {
      throw new Refusal('style-needs-effects', `small-sample style \`${asked}\` needs an absorbed effect, got none`, {
        param: 'small',
        hint: 'write the effect after `|` in the formula',
      });
    }
    return applied('regress');
  }
  const sloped = effects.some(({ slopes }) => slopes !== undefined);
  const style = asked === 'regress' ? (effects.length === 1 && !sloped ? 'xtreg' : 'reghdfe') : asked;
  if (sloped && style !== 'reghdfe') {
    throw new Refusal('style-slopes', `small-sample style \`${style}\` has no slopes by group`, {
      param: 'small',
      hint: 'use `small: reghdfe`',
    });
  }
  if (effects.length > 1 && style !== 'reghdfe') {
    throw new Refusal(
      'style-one-effect',
      `small-sample style \`${style}\` has one absorbed effect, got ${effects.length}`,
      { param: 'small', hint: 'use `small: reghdfe`' },
    );
  }
  const cut = style === 'xtreg' && vcov.is === 'cluster' ? cutBy(effects[0]!, clusters) : undefined;
  if (cut === undefined) return applied(style);
  const unit = effects[0]!.name;
  if (asked === 'regress') {
    const message = `\`${unit}\` is not nested within the clusters \`${cut}\`, as \`xtreg\` requires: its levels are counted as \`reghdfe\` counts them`;
    return { style: 'reghdfe', warnings: [{ code: 'counted-as-reghdfe', message }] };
  }
  throw new Refusal(
    'clusters-not-nested',
    `\`${unit}\` is not nested within the clusters \`${cut}\`, which \`xtreg\` requires`,
    {
      param: 'small',
      hint: 'cluster by groups of whole units; models may also have `small: reghdfe`, which counts the effects instead',
    },
  );
}

/** The first cluster variable of which a cluster holds a part of a unit. */
const cutBy = (unit: Effect, clusters: readonly Effect[]): string | undefined =>
  clusters.find((cluster) => !isNested(unit, cluster))?.name;

export interface ParameterCounts {
  /** Parameters in all: slopes, constant, absorbed effects less redundant ones. */
  readonly full: number;
  /** K of the finite-sample factor. */
  readonly counted: number;
  /** Absorbed effects less redundant ones. */
  readonly absorbed: number;
  /** Absorbed effects in `reghdfe`'s style; null in others and without effects. */
  readonly reghdfe: ReghdfeCounts | null;
}

export interface ReghdfeCounts {
  /** The degrees of freedom of absorbed effects that are not nested in clusters: `e(df_a)`, `e(df_a_nested)`. */
  readonly absorbed: AbsorbedDf;
  /** Slopes and absorbed effects: N less these is `e(df_r)` but for clusters. */
  readonly tested: number;
  /** These and the nested levels: N less these divides RSS in R², adjusted, and the root mean squared error. */
  readonly fitted: number;
}

/** The panel whose scores Driscoll and Kraay's covariance sums by period; without units where they are not known. */
export interface DriscollKraayPanel {
  readonly unit: Pick<Effect, 'codes' | 'levels'> | null;
}

/** `rank`: columns kept, the constant included where one was estimated. `clusters`: none beside `panel`. */
export function countParameters(
  style: SmallStyle,
  rank: number,
  hasConstant: boolean,
  effects: readonly Effect[],
  clusters: readonly Effect[],
  panel?: DriscollKraayPanel,
): ParameterCounts {
  if (effects.length === 0) return { full: rank, counted: rank, absorbed: 0, reghdfe: null };
  const slopes = hasConstant ? rank - 1 : rank;
  const byClusters = style === 'reghdfe' || effects.length > 1 ? absorbedDf(effects, clusters) : null;
  const absorbed = byClusters?.nested === 0 ? byClusters.df : absorbedDf(effects).df;
  const full = slopes + absorbed;
  const byRows = panel === undefined ? full : hoechleCount(style, full, effects, panel);
  const counted = clusters.length === 0 ? byRows : clusteredCount(style, slopes, full, byClusters);
  return { full, counted, absorbed, reghdfe: style === 'reghdfe' ? reghdfeCounts(slopes, byClusters!) : null };
}

/**
 * Parameters of the regression by which Hoechle (2007, SJ 7:281) defines Driscoll–Kraay errors beside effects of units: of data from which the
 * units' means were taken and to which the grand mean was added back. The units' own effects are no parameters of it, the constant is one, and
 * effects of periods are dummy variables. Styles without a constant beside one effect count none.
 */
function hoechleCount(
  style: SmallStyle,
  full: number,
  effects: readonly Effect[],
  { unit }: DriscollKraayPanel,
): number {
  const own = unit === null ? undefined : effects.find((effect) => isNested(effect, unit) && isNested(unit, effect));
  if (own === undefined) return full;
  const constant = effects.length === 1 && (style === 'xtivreg2' || style === 'asymptotic') ? 0 : 1;
  return full - own.levels + constant;
}

function reghdfeCounts(slopes: number, absorbed: AbsorbedDf): ReghdfeCounts {
  const tested = slopes + absorbed.df;
  return { absorbed, tested, fitted: tested + absorbed.nested };
}

/** Nested effects cost one parameter together, the constant. */
const withConstant = ({ df, nested }: AbsorbedDf): number => df + (nested > 0 ? 1 : 0);

function clusteredCount(style: SmallStyle, slopes: number, full: number, byClusters: AbsorbedDf | null): number {
  switch (style) {
    case 'xtreg':
      return slopes + 1;
    case 'areg':
      return full;
    case 'reghdfe':
      return slopes + withConstant(byClusters!);
    case 'asymptotic':
      // what the F that is printed with the finite-sample correction counts, as with `small`
      return byClusters === null ? slopes : slopes + withConstant(byClusters);
    case 'xtivreg2':
      return slopes;
    case 'regress':
      return full;
    default:
      return style satisfies never;
  }
}

/** Returns the finite-sample factor of a covariance by `groups` clusters or periods; NaN where no degrees of freedom are left. */
export const groupFactor = (groups: number, nobs: number, counted: number): number =>
  nobs > counted ? ((groups / (groups - 1)) * (nobs - 1)) / (nobs - counted) : Number.NaN;

/** `reghdfe` stops where no degrees of freedom are left. */
export function requireResidualDf({ reghdfe }: ParameterCounts, nobs: number): void {
  if (reghdfe === null || nobs > reghdfe.fitted) return;
  throw new Refusal(
    'too-few-rows',
    `expected more rows than parameters, got N = ${nobs} and K = ${reghdfe.fitted}, absorbed effects included`,
    { param: 'terms' },
  );
}
