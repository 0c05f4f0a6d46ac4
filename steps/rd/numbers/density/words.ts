/** Words for tests of the density at a cut-off. */
import type { FitWords } from '../../../../src/econ/estimator.ts';
import { kernelWords, statistics } from '../statistics.ts';
import type { DensitySpec, McCrarySpec } from './spec.ts';

export function densityWords({ p, kernel, h, bandwidth, restricted }: DensitySpec): FitWords {
  const chosen =
    h === null
      ? { en: `bandwidth by mean squared error (${bandwidth})`, zh: `带宽按均方误差选择（${bandwidth}）` }
      : { en: 'given bandwidth', zh: '带宽为给定值' };
  const shared = restricted ? { en: ', derivatives shared by both sides', zh: '，两侧导数相同' } : { en: '', zh: '' };
  return {
    note: {
      en: `test of the density at the cut-off after Cattaneo, Jansson and Ma (2020) by polynomials of order ${p + 1}, ${kernelWords.en[kernel]} kernel, ${chosen.en}${shared.en}`,
      zh: `断点处密度检验（Cattaneo、Jansson 和 Ma，2020）：${p + 1} 次多项式，${kernelWords.zh[kernel]}，${chosen.zh}${shared.zh}`,
    },
    names: {
      density_below: { en: 'Density below the cut-off', zh: '断点左侧密度' },
      density_above: { en: 'Density above the cut-off', zh: '断点右侧密度' },
      difference: { en: 'Difference', zh: '差异' },
    },
    stats: statistics,
    usual: ['hBelow', 'hAbove', 'nWithinBelow', 'nWithinAbove', 'binomialP'],
  };
}

export const mccraryWords = ({ h }: McCrarySpec): FitWords => ({
  note: {
    en: `test of the density at the cut-off after McCrary (2008)${h === null ? '' : ', given bandwidth'}`,
    zh: `断点处密度检验（McCrary，2008）${h === null ? '' : '，带宽为给定值'}`,
  },
  names: { log_difference: { en: 'Log difference of densities', zh: '密度的对数差异' } },
  stats: statistics,
  usual: ['densityBelow', 'densityAbove', 'bin', 'h'],
});
