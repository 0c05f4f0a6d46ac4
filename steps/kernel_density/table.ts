/** Builds tables of densities: where each has its mode, and how high it is there. */
import { headOfPeriods, recordBuilder } from '../../src/table/builders/records.ts';
import { kernelDensityResult } from './result.ts';

export const kernelDensity = recordBuilder({
  type: kernelDensityResult.type,
  parts: [],
  withUnits: false,
  head: headOfPeriods,
  rowLabels: { all: '全部' },
  usual: ['n', 'bandwidth', 'mode', 'peak'],
  columns: {
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
    bandwidth: { en: 'Bandwidth', zh: '带宽', csv: 'Bandwidth' },
    mode: { en: 'Mode', zh: '众数', csv: 'Mode' },
    peak: { en: 'Density at the mode', zh: '众数处密度', csv: 'Peak' },
  },
});
