/** Names of statistics that fits of other programs have, and the built-in ones under no name that all fits share. */
import type { StatLabel } from '../../src/econ/fit.ts';
import { statLabels } from '../../src/table/words/stat-labels.ts';

const label = (en: string, zh: string, csv = en): StatLabel => ({ en, zh, csv });
const count = (en: string, zh: string, csv = en): StatLabel => ({ en, zh, csv, count: true });

/** Statistics that the helpers hand over besides those that every fit may have. */
const labels: Readonly<Record<string, StatLabel>> = {
  pseudoR2: label('Pseudo R²', '伪 R²', 'Pseudo R2'),
  ll0: label('Log likelihood (constant only)', '对数似然值（仅常数项）', 'Log likelihood, constant only'),
  chi2: label('χ²', 'χ²', 'Chi2'),
  chi2Df: count('χ² d.f.', 'χ² 自由度', 'Chi2 df'),
  chi2P: label('p of χ²', 'χ² 的 p 值', 'p of Chi2'),
  deviance: label('Deviance', '偏差'),
  sigma: label('σ', 'σ', 'sigma'),
  theta: label('θ', 'θ', 'theta'),
  thetaMin: label('θ, min', 'θ 最小值', 'theta min'),
  thetaMax: label('θ, max', 'θ 最大值', 'theta max'),
  alpha: label('α', 'α', 'alpha'),
  lnAlpha: label('ln α', 'ln α', 'lnalpha'),
  tau: label('Quantile', '分位点'),
  nEvents: count('Events', '事件数'),
  nLeft: count('Left-censored', '左删失'),
  nUncensored: count('Uncensored', '未删失'),
  nRight: count('Right-censored', '右删失'),
  ar1: label('AR(1) z', 'AR(1) z 值'),
  ar1P: label('p of AR(1)', 'AR(1) 的 p 值'),
  ar2: label('AR(2) z', 'AR(2) z 值'),
  ar2P: label('p of AR(2)', 'AR(2) 的 p 值'),
  hansen: label('Hansen', 'Hansen', 'Hansen'),
  hansenDf: count('Hansen d.f.', 'Hansen 自由度', 'Hansen df'),
  hansenP: label('p of Hansen', 'Hansen 的 p 值'),
};

/** Labels of what the fits of other programs may have and the built-in ones have under no name of theirs. */
export const foreignStats: Readonly<Record<string, StatLabel>> = Object.fromEntries(
  Object.entries(labels).filter(([name]) => !Object.hasOwn(statLabels, name)),
);
