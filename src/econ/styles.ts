/** Finite-sample styles: which apply, and how many parameters each counts. */
import { Refusal } from '../base/problem.ts';
import type { SmallStyle, VcovSpec } from './design.ts';
import { absorbedDf, absorbedDfClustered, type Effect, isNested } from './effects.ts';

/** The style used when none is asked for. */
export function defaultStyle(absorbed: number): SmallStyle {
  if (absorbed === 0) return 'regress';
  return absorbed === 1 ? 'xtreg' : 'reghdfe';
}

/** The style as applied; refuses one that does not go with the effects or the clusters. */
export function resolveStyle(
  asked: SmallStyle,
  effects: readonly Effect[],
  vcov: VcovSpec,
  clusters: readonly Effect[],
): SmallStyle {
  if (asked === 'asymptotic') return asked;
  if (effects.length === 0) {
    if (asked === 'xtreg' || asked === 'areg') {
      throw new Refusal('style-needs-effects', `small-sample style \`${asked}\` needs an absorbed effect, got none`, {
        param: 'small',
        hint: 'write the effect after `|` in the formula',
      });
    }
    return 'regress';
  }
  const style = asked === 'regress' ? defaultStyle(effects.length) : asked;
  if (effects.length > 1 && style !== 'reghdfe') {
    throw new Refusal(
      'style-one-effect',
      `small-sample style \`${style}\` has one absorbed effect, got ${effects.length}`,
      { param: 'small', hint: 'use `small: reghdfe`' },
    );
  }
  if (style === 'xtreg' && vcov.is === 'cluster') requireNested(effects[0]!, clusters);
  return style;
}

function requireNested(unit: Effect, clusters: readonly Effect[]): void {
  for (const cluster of clusters) {
    if (isNested(unit, cluster)) continue;
    throw new Refusal(
      'clusters-not-nested',
      `\`${unit.name}\` is not nested within the clusters \`${cluster.name}\`, which \`xtreg\` requires`,
      {
        param: 'small',
        hint: 'cluster by groups of whole units; models may also have `small: reghdfe`, which counts the effects instead',
      },
    );
  }
}

export interface Counts {
  /** Parameters in all: slopes, constant, absorbed effects less redundant ones. */
  readonly full: number;
  /** K of the finite-sample factor. */
  readonly counted: number;
  /** Absorbed effects less redundant ones. */
  readonly absorbed: number;
}

/**
 * `rank`: columns kept, the constant included where one was estimated. `groups`: cluster variables, or the periods of
 * Driscoll–Kraay, or none.
 */
export function countParameters(
  style: SmallStyle,
  rank: number,
  hasConstant: boolean,
  effects: readonly Effect[],
  groups: readonly Effect[],
): Counts {
  if (effects.length === 0) return { full: rank, counted: rank, absorbed: 0 };
  const slopes = hasConstant ? rank - 1 : rank;
  const absorbed = absorbedDf(effects);
  const full = slopes + absorbed;
  return { full, counted: groups.length === 0 ? full : clusteredCount(style, slopes, full, effects, groups), absorbed };
}

function clusteredCount(
  style: SmallStyle,
  slopes: number,
  full: number,
  effects: readonly Effect[],
  groups: readonly Effect[],
): number {
  switch (style) {
    case 'xtreg':
      return slopes + 1;
    case 'areg':
      return full;
    case 'reghdfe':
      return slopes + absorbedDfClustered(effects, groups);
    case 'asymptotic':
      // what the F that is printed with the finite-sample correction counts, as with `small`
      return effects.length > 1 ? slopes + absorbedDfClustered(effects, groups) : slopes;
    case 'xtivreg2':
      return slopes;
    case 'regress':
      return full;
    default:
      return style satisfies never;
  }
}
