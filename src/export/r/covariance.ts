/** The covariance of an estimated model `m` in R, with papermake's finite-sample factor in the place of the package's. */
import type { RModel } from '../../econ/counterpart.ts';
import { type AppliedStyle, appliedStyle } from '../../econ/regression/applied-style.ts';
import { columnsOfLevels } from '../../econ/spec.ts';
import type { ExportedModel } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { columnOf, rName, rText, rTexts } from './names.ts';

/** The column of the estimation data that an effect or a cluster is. */
export const levelsColumn = (text: string): string => {
  const columns = columnsOfLevels(text);
  return columns.length === 1 ? columns[0]! : columnOf(text);
};

/** Lines that leave the covariance in `V`, and the number of the smallest clusters in `G` where there are any. */
export function covarianceLines(model: ExportedModel, { errors, bread }: RModel): string[] {
  const { spec, fit } = model;
  const { vcov } = spec;
  const style = errors === 'likelihood' ? 'likelihood' : appliedStyle(spec, fit);
  const B = bread ?? 'bread(m) / nobs(m)';
  switch (vcov.is) {
    case 'iid':
      if (style === 'likelihood') return [`V <- ${bread ?? 'vcov(m)'}`];
      return [...countLines(model, style), ...iid(style)];
    case 'hc':
      return [...countLines(model, style, fit.vcovInfo.type === 'HC1'), ...robust(model, style, bread)];
    case 'cluster':
      return clustered(model, style, bread);
    case 'dk':
      return [...driscollKraay(model, style, B)];
    case 'nw': {
      const { panel } = model.data;
      const column = vcov.time ?? panel?.time;
      if (column === undefined) throw new Untranslatable('Newey-West errors need a panel');
      const unit = panel === null ? '1' : `d$${rName(panel.unit)}`;
      const time = `d$${rName(column)}`;
      return [
        ...countLines(model, style, true),
        `B <- ${B}`,
        `V <- ${factorN(style)} * B %*% bartlett(estfun(m), ${unit}, ${time}, ${fit.vcovInfo.lag}) %*% B`,
      ];
    }
    case 'conley':
      throw new Untranslatable('Conley errors have no function in the packages that the script uses');
    default:
      return vcov satisfies never;
  }
}

type Style = AppliedStyle | 'likelihood';

const effectsOf = ({ spec }: ExportedModel): string[] => spec.absorb.map(levelsColumn);

const columnsCode = (names: readonly string[]): string => `d[${rTexts(names)}]`;

/** K of models without clusters: the coefficients, and levels of effects. */
function countLines(model: ExportedModel, style: Style, isUsed = true): string[] {
  if (!isUsed || style === 'likelihood') return [];
  const effects = effectsOf(model);
  if (effects.length === 0) return style === 'asymptotic' ? ['absorbed <- 0'] : ['K <- length(coef(m))'];
  const levels =
    effects.length === 1 ? `length(unique(d$${rName(effects[0]!)}))` : `absorbed_df(${columnsCode(effects)})$df`;
  return [`absorbed <- ${levels}`, 'K <- length(coef(m)) - 1 + absorbed'];
}

const iid = (style: AppliedStyle): string[] => [
  `V <- vcov(m) * df.residual(m) / (nobs(m) - ${style === 'asymptotic' ? 'absorbed' : 'K'})`,
];

const factorN = (style: Style): string =>
  style === 'likelihood'
    ? 'nobs(m) / (nobs(m) - 1)'
    : `nobs(m) / (nobs(m) - ${style === 'asymptotic' ? 'absorbed' : 'K'})`;

function robust(model: ExportedModel, style: Style, bread: string | undefined): string[] {
  const { type } = model.fit.vcovInfo;
  if (type === 'HC2' || type === 'HC3') {
    const [effect, more] = effectsOf(model);
    if (more !== undefined || model.spec.weights !== undefined)
      throw new Untranslatable(`${type} errors with weights or several effects are not written`);
    if (effect === undefined) return [`V <- vcovHC(m, type = ${rText(type)})`];
    return [
      `size <- ave(d$${rName(effect)} == d$${rName(effect)}, d$${rName(effect)}, FUN = sum)`,
      'h <- hatvalues(m) - 1 / nobs(m) + 1 / size',
      `V <- vcovHC(m, omega = residuals(m)^2 / (1 - h)${type === 'HC3' ? '^2' : ''})`,
    ];
  }
  const factor = type === 'HC1' ? `${factorN(style)} * ` : '';
  if (bread !== undefined) return [`B <- ${bread}`, `V <- ${factor}B %*% crossprod(estfun(m)) %*% B`];
  return [`V <- ${factor}vcovHC(m, type = "HC0")`];
}

function clustered(model: ExportedModel, style: Style, bread: string | undefined): string[] {
  const { spec, fit } = model;
  if (spec.vcov.is !== 'cluster') throw new Error('a covariance without clusters');
  const by = spec.vcov.by.map(levelsColumn);
  const clusters = columnsCode(by);
  const groups = `G <- min(vapply(${clusters}, function(g) length(unique(g)), 1))`;
  const one = `cluster = ${clusters}, type = "HC0", cadjust = FALSE`;
  const sandwich =
    bread === undefined ? `vcovCL(m, ${one})` : `sandwich(m, bread. = nobs(m) * (${bread}), meat. = meatCL(m, ${one}))`;
  const [count, factor] = clusterFactor(model, style, clusters);
  const isMended = fit.warnings.some(({ code }) => code === 'vcov-mended');
  return [groups, ...count, `V <- ${factor}${sandwich}`, ...(isMended ? mendedLines(spec.absorb.length > 0) : [])];
}

function clusterFactor(model: ExportedModel, style: Style, clusters: string): readonly [lines: string[], code: string] {
  const usual = 'G / (G - 1) * (nobs(m) - 1) / (nobs(m) - K) * ';
  switch (style) {
    case 'likelihood':
      return [[], 'G / (G - 1) * '];
    case 'asymptotic':
      return [[], ''];
    case 'regress':
    case 'xtreg':
      return [['K <- length(coef(m))'], usual];
    case 'xtivreg2':
      return [['K <- length(coef(m)) - 1'], usual];
    case 'areg':
      return [countLines(model, style), usual];
    case 'reghdfe':
      return [
        [
          `absorbed <- absorbed_df(${columnsCode(effectsOf(model))}, ${clusters})`,
          'K <- length(coef(m)) - 1 + absorbed$df + absorbed$nested',
        ],
        usual,
      ];
    default:
      return style satisfies never;
  }
}

/** Beside absorbed effects slopes are mended by themselves, and the constant with all of V. */
const mendedLines = (besideEffects: boolean): string[] =>
  besideEffects
    ? ['all_mended <- positive(V)', 'V[-1, -1] <- positive(V[-1, -1, drop = FALSE])', 'V[1, 1] <- all_mended[1, 1]']
    : ['V <- positive(V)'];

function driscollKraay(model: ExportedModel, style: Style, B: string): string[] {
  const { spec, fit, data } = model;
  if (data.panel === null) throw new Untranslatable('Driscoll-Kraay errors need a panel');
  const { unit, time } = data.panel;
  const isSmall = spec.vcov.is === 'dk' && spec.vcov.small === true && style !== 'asymptotic';
  const sums = [
    `scores <- rowsum(estfun(m), d$${rName(time)})`,
    'periods <- as.numeric(rownames(scores))',
    `B <- ${B}`,
    `V <- B %*% bartlett(scores, 1, periods, ${fit.vcovInfo.lag}) %*% B`,
  ];
  if (!isSmall) return sums;
  const own = spec.absorb.includes(unit) ? ` - length(unique(d$${rName(unit)})) + 1` : '';
  const without = spec.absorb.length === 1 && style === 'xtivreg2' && own !== '' ? ' - 1' : '';
  return [
    ...countLines(model, style),
    ...(own === '' ? [] : [`K <- K${own}${without}`]),
    ...sums,
    'V <- length(periods) / (length(periods) - 1) * (nobs(m) - 1) / (nobs(m) - K) * V',
  ];
}
