/** The covariance of an estimated model `m`, with papermake's finite-sample factor in the place of the package's. */
import { printName } from '../../base/expression/print.ts';
import { type AppliedStyle, appliedStyle } from '../../econ/regression/applied-style.ts';
import type { ModelShape } from '../shared.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect, WordedModel } from './dialect.ts';
import { levelsColumn } from './terms.ts';

type Style = AppliedStyle | 'likelihood';

/** A model whose covariance is written, and the language of its lines. */
interface Wanted {
  readonly model: ModelShape;
  readonly style: Style;
  /** Code of the inverse information, where the model brings its own. */
  readonly bread: string | undefined;
  readonly dialect: FrameDialect;
}

/** Lines that leave the rows in `N`, the covariance in `V`, and the number of the smallest clusters in `G` where there are any. */
export function covarianceLines(
  model: ModelShape,
  { errors, bread, nobs }: Pick<WordedModel, 'errors' | 'bread' | 'nobs'>,
  dialect: FrameDialect,
): string[] {
  const style = errors === 'likelihood' ? 'likelihood' : appliedStyle(model.spec, model.form);
  const { set, rows } = dialect.covariance;
  return [set('N', nobs ?? rows), ...linesOf({ model, style, bread, dialect })];
}

function linesOf(wanted: Wanted): string[] {
  const { model, style, bread, dialect } = wanted;
  const { set, information, iid } = dialect.covariance;
  const { vcov } = model.spec;
  switch (vcov.is) {
    case 'iid':
      if (style === 'likelihood') return [set('V', information(bread))];
      return [...countLines(wanted), set('V', iid(leftOver(style)))];
    case 'hc':
      return robust(wanted);
    case 'cluster':
      return clustered(wanted);
    case 'dk':
      return driscollKraay(wanted);
    case 'nw':
      return neweyWest(wanted);
    case 'conley':
      return conley(wanted, vcov);
    default:
      return vcov satisfies never;
  }
}

const effectsOf = ({ model, dialect }: Wanted): string[] =>
  model.spec.absorb.map((text) => levelsColumn(text, dialect));

/** K of models without clusters: the coefficients, and levels of effects. */
function countLines(wanted: Wanted): string[] {
  const { style, dialect } = wanted;
  const { set, coefficients, levels, absorbed, absorbedPart } = dialect.covariance;
  if (style === 'likelihood') return [];
  const effects = effectsOf(wanted);
  if (effects.length === 0) return style === 'asymptotic' ? [set('absorbed', '0')] : [set('K', coefficients)];
  const counted = effects.length === 1 ? levels(effects[0]!) : absorbedPart(absorbed(effects, undefined), 'df');
  return [set('absorbed', counted), set('K', `${coefficients} - 1 + absorbed`)];
}

const leftOver = (style: Style): string => `(N - ${style === 'asymptotic' ? 'absorbed' : 'K'})`;

const rowFactor = (style: Style): string => (style === 'likelihood' ? 'N / (N - 1)' : `N / ${leftOver(style)}`);

function robust(wanted: Wanted): string[] {
  const { model, style, bread, dialect } = wanted;
  const { set, leveraged, robust: sandwich } = dialect.covariance;
  const { type } = model.form.vcovInfo;
  if (type === 'HC2' || type === 'HC3') {
    const [effect, more] = effectsOf(wanted);
    if (more !== undefined || model.spec.weights !== undefined)
      throw new Untranslatable(`${type} errors with weights or several effects are not written`);
    return [...leveraged(type, effect)];
  }
  if (type !== 'HC1') return [set('V', sandwich(bread))];
  return [...countLines(wanted), set('V', `${rowFactor(style)} * ${sandwich(bread)}`)];
}

function clustered(wanted: Wanted): string[] {
  const { model, bread, dialect } = wanted;
  const { set, clusters, clustered: sandwich, mended } = dialect.covariance;
  const { spec, form } = model;
  if (spec.vcov.is !== 'cluster') throw new Error('a covariance without clusters');
  const by = spec.vcov.by.map((text) => levelsColumn(text, dialect));
  const [count, factor] = clusterFactor(wanted, by);
  const isMended = form.warnings.some(({ code }) => code === 'vcov-mended');
  return [
    set('G', clusters(by)),
    ...count,
    set('V', `${factor}${sandwich(by, bread)}`),
    ...(isMended ? mended(spec.absorb.length > 0) : []),
  ];
}

function clusterFactor(wanted: Wanted, by: readonly string[]): readonly [lines: string[], code: string] {
  const { style, dialect } = wanted;
  const { set, coefficients, absorbed, absorbedPart } = dialect.covariance;
  const usual = 'G / (G - 1) * (N - 1) / (N - K) * ';
  switch (style) {
    case 'likelihood':
      return [[], 'G / (G - 1) * '];
    case 'asymptotic':
      return [[], ''];
    case 'regress':
    case 'xtreg':
      return [[set('K', coefficients)], usual];
    case 'xtivreg2':
      return [[set('K', `${coefficients} - 1`)], usual];
    case 'areg':
      return [countLines(wanted), usual];
    case 'reghdfe': {
      const parts = `${absorbedPart('absorbed', 'df')} + ${absorbedPart('absorbed', 'nested')}`;
      return [[set('absorbed', absorbed(effectsOf(wanted), by)), set('K', `${coefficients} - 1 + ${parts}`)], usual];
    }
    default:
      return style satisfies never;
  }
}

function neweyWest(wanted: Wanted): string[] {
  const { model, style, bread, dialect } = wanted;
  const { set, bread: inverse, overTime } = dialect.covariance;
  const { vcov } = model.spec;
  const { panel } = model.data;
  const time = vcov.is === 'nw' && vcov.time !== undefined ? vcov.time : panel?.time;
  if (time === undefined) throw new Untranslatable('Newey-West errors need a panel');
  const { lines, code } = overTime(panel?.unit ?? null, time, model.form.vcovInfo.lag!);
  return [...countLines(wanted), set('B', inverse(bread)), ...lines, set('V', `${rowFactor(style)} * ${code}`)];
}

function driscollKraay(wanted: Wanted): string[] {
  const { model, style, bread, dialect } = wanted;
  const { set, bread: inverse, overTime, levels, periods } = dialect.covariance;
  const { spec, form, data } = model;
  if (data.panel === null) throw new Untranslatable('Driscoll-Kraay errors need a panel');
  const { unit, time } = data.panel;
  const { lines, code } = overTime(undefined, time, form.vcovInfo.lag!);
  const sums = [set('B', inverse(bread)), ...lines, set('V', code)];
  const isSmall = spec.vcov.is === 'dk' && spec.vcov.small === true && style !== 'asymptotic';
  if (!isSmall) return sums;
  const isOwn = spec.absorb.includes(printName(unit));
  const without = spec.absorb.length === 1 && style === 'xtivreg2' && isOwn ? ' - 1' : '';
  return [
    ...countLines(wanted),
    ...(isOwn ? [set('K', `K - ${levels(unit)} + 1${without}`)] : []),
    ...sums,
    set('T', periods),
    set('V', 'T / (T - 1) * (N - 1) / (N - K) * V'),
  ];
}

function conley(
  wanted: Wanted,
  { latitude, longitude, cutoff, kernel, lags, small }: Extract<ModelShape['spec']['vcov'], { is: 'conley' }>,
): string[] {
  const { model, style, bread, dialect } = wanted;
  const { set, bread: inverse, conley: sandwich } = dialect.covariance;
  const { panel } = model.data;
  const isSmall = small === true && style !== 'asymptotic';
  const [unit, time] = [panel?.unit ?? null, panel?.time ?? null];
  return [
    ...(isSmall ? countLines(wanted) : []),
    set('B', inverse(bread)),
    set(
      'V',
      `${isSmall ? `${rowFactor(style)} * ` : ''}${sandwich({ latitude, longitude, cutoff, kernel, lags, unit, time })}`,
    ),
  ];
}
