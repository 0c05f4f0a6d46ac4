/** Says by which command of Stata a linear model is estimated, with instruments or without, so that errors have papermake's finite-sample factor. */
import type { NoCounterpart, StataModel, StataPieces } from '../../counterpart.ts';
import type { FitForm } from '../../form.ts';
import { type ModelSpec, singletonConvention } from '../../spec.ts';
import { type AppliedStyle, appliedStyle } from '../applied-style.ts';
import { storedOfInstruments, storedOfLinear } from './stata-statistics.ts';

type StataTranslation = StataModel | NoCounterpart;

/** Least squares. Sources: Stata's help of regress, areg, xtreg, newey; help files of reghdfe, ivreg2, xtivreg2, xtscc. */
export function leastSquaresInStata(spec: ModelSpec, fit: FitForm): StataTranslation {
  const style = appliedStyle(spec, fit);
  const found = leastSquares(spec, fit, style);
  if ('none' in found) return found;
  return { ...found, statistics: storedOfLinear(found.command, spec, fit, style === 'asymptotic') };
}

function leastSquares(spec: ModelSpec, fit: FitForm, style: AppliedStyle): StataTranslation {
  const { vcov, absorb } = spec;
  const { type, lag } = fit.vcovInfo;
  if (vcov.is === 'conley') return { none: 'Conley errors have no command of the usual ones' };
  if (vcov.is === 'nw') return neweyWest(spec, lag);
  if (vcov.is === 'dk') return driscollKraay(spec, lag);
  if (style === 'asymptotic') return withoutFactor(spec, fit);
  if (style === 'regress') {
    if (type === 'HC0') return withoutFactor(spec, fit);
    if (vcov.is === 'cluster' && vcov.by.length > 1)
      return { command: 'reghdfe', options: (pieces) => ['noabsorb', ...vce(type, pieces)] };
    return { command: 'regress', options: (pieces) => [...constant(spec), ...vce(type, pieces)] };
  }
  if (type !== 'iid' && type !== 'HC1' && type !== 'CRV1')
    return { none: `${type} errors with absorbed effects have no command of the usual ones` };
  // robust errors of `xtreg` are clustered ones; `areg` counts as it does
  if (style === 'xtreg' && type !== 'HC1')
    return { command: 'xtreg', set: 'effect', options: (pieces) => ['fe', ...vce(type, pieces)] };
  if (style === 'xtreg' || style === 'areg')
    return { command: 'areg', options: (pieces) => [absorbed(pieces), ...vce(type, pieces)] };
  if (absorb.length === 0) return { none: 'the finite-sample style has no command' };
  return {
    command: 'reghdfe',
    options: (pieces) => [absorbed(pieces), ...vce(type, pieces), ...singletons(spec, fit)],
  };
}

const constant = (spec: ModelSpec): string[] => (spec.constant ? [] : ['noconstant']);

const absorbed = ({ effects }: StataPieces): string => `absorb(${effects.join(' ')})`;

function vce(type: string, { clusters }: StataPieces): string[] {
  if (clusters.length > 0) return [`vce(cluster ${clusters.join(' ')})`];
  const words: Readonly<Record<string, string>> = { HC1: 'vce(robust)', HC2: 'vce(hc2)', HC3: 'vce(hc3)' };
  return words[type] === undefined ? [] : [words[type]];
}

/** Errors of the commands by Baum, Schaffer and Stillman. */
function ivreg2Errors(type: string, { clusters }: StataPieces): string[] {
  if (clusters.length > 0) return [`cluster(${clusters.join(' ')})`];
  return type === 'HC0' || type === 'HC1' ? ['robust'] : [];
}

/** `reghdfe` drops rows that are alone in an effect, until it is told not to. */
function singletons(spec: ModelSpec, { rowsLost }: FitForm): string[] {
  const asked = spec.singletons ?? singletonConvention(spec);
  const drops = asked === 'drop' || (asked === 'unless nested' && rowsLost.some(({ cause }) => cause === 'singleton'));
  return drops ? [] : ['keepsingletons'];
}

function withoutFactor(spec: ModelSpec, { vcovInfo: { type } }: FitForm): StataTranslation {
  const { absorb } = spec;
  if (type !== 'iid' && type !== 'HC0' && type !== 'HC1' && type !== 'CRV1')
    return { none: `${type} errors without a finite-sample factor have no command of the usual ones` };
  if (absorb.length > 1) return { none: 'commands for several effects have a finite-sample factor always' };
  if (absorb.length === 0)
    return { command: 'ivreg2', options: (pieces) => [...constant(spec), ...ivreg2Errors(type, pieces)] };
  return { command: 'xtivreg2', set: 'effect', options: (pieces) => ['fe', ...ivreg2Errors(type, pieces)] };
}

function neweyWest(spec: ModelSpec, lag: number | undefined): StataTranslation {
  if (spec.absorb.length > 0 || spec.iv !== null) return { none: 'newey absorbs no effects and takes no instruments' };
  const set = spec.vcov.is === 'nw' && spec.vcov.time !== undefined ? 'series' : 'panel';
  return { command: 'newey', set, options: () => [`lag(${lag})`, ...constant(spec), 'force'] };
}

/** `xtscc` has no finite-sample factor here; that of `ivreg2, small` is papermake's. */
function driscollKraay(spec: ModelSpec, lag: number | undefined): StataTranslation {
  const { vcov, absorb, weights } = spec;
  if (vcov.is === 'dk' && vcov.small === true) {
    if (absorb.length > 0) return { none: 'no command absorbs effects and counts them as papermake does for dk' };
    return { command: 'ivreg2', set: 'panel', options: () => [`dkraay(${(lag ?? 0) + 1})`, 'small'] };
  }
  if (absorb.length > 1 || weights !== undefined)
    return { none: 'xtscc absorbs the panel’s units alone, and takes no weights here' };
  return { command: 'xtscc', set: 'panel', options: () => [...(absorb.length === 1 ? ['fe'] : []), `lag(${lag})`] };
}

/** Names a method other than two-stage least squares: by an option, and by a word of `ivregress` where that has it. */
export interface OtherMethod {
  readonly option: string;
  readonly word?: string;
}

/** Two-stage least squares, or another method of instruments. Sources: Stata's help of ivregress; help files of ivreg2, xtivreg2, ivreghdfe. */
export function instrumentsInStata(spec: ModelSpec, fit: FitForm, method?: OtherMethod): StataTranslation {
  const found = instrumented(spec, fit, method);
  if ('none' in found) return found;
  return { ...found, ...storedOfInstruments(found.command, fit, method === undefined) };
}

function instrumented(spec: ModelSpec, fit: FitForm, method: OtherMethod | undefined): StataTranslation {
  const style = appliedStyle(spec, fit);
  const { vcov, absorb } = spec;
  const { type } = fit.vcovInfo;
  if (vcov.is === 'conley' || vcov.is === 'nw' || vcov.is === 'dk' || type === 'HC2' || type === 'HC3')
    return { none: `${type} errors with instruments are not written in Stata` };
  const isSmall = style !== 'asymptotic';
  // HC0 has no factor in any style, as robust errors have none without `small`
  const small = isSmall && type !== 'HC0' ? ['small'] : [];
  const more = method === undefined ? [] : [method.option];
  if (absorb.length === 0) {
    const word = method === undefined ? '2sls' : method.word;
    if (word !== undefined && !(vcov.is === 'cluster' && vcov.by.length > 1))
      return {
        command: `ivregress ${word}`,
        options: (pieces) => [...constant(spec), ...vce(type === 'HC0' ? 'HC1' : type, pieces), ...small],
      };
    return {
      command: 'ivreg2',
      options: (pieces) => [...constant(spec), ...more, ...ivreg2Errors(type, pieces), ...small],
    };
  }
  if (absorb.length === 1 && style !== 'reghdfe' && style !== 'areg') {
    const factor = style === 'xtreg' && vcov.is === 'cluster' ? { factor: countsConstant } : {};
    if (style === 'xtreg' && vcov.is !== 'cluster' && type !== 'iid')
      return { none: 'robust errors in the style of xtreg are clustered ones' };
    const unchecked = { _cons: 'xtivreg2 reports no constant' };
    return {
      command: 'xtivreg2',
      set: 'effect',
      options: (pieces) => ['fe', ...more, ...ivreg2Errors(type, pieces), ...small],
      ...factor,
      unchecked,
    };
  }
  if (!isSmall) return { none: 'ivreghdfe has a finite-sample factor always' };
  const unchecked = { _cons: 'ivreghdfe reports no constant' };
  return {
    command: 'ivreghdfe',
    options: (pieces) => [absorbed(pieces), ...more, ...ivreg2Errors(type, pieces), ...singletons(spec, fit)],
    unchecked,
  };
}

/** K of `xtreg` counts the constant, that of `xtivreg2` does not. */
const countsConstant = {
  code: 'sqrt((e(N) - e(rankxx)) / (e(N) - e(rankxx) - 1))',
  why: 'xtreg counts the constant in its finite-sample factor, and xtivreg2 does not',
};
