/** The conventions by which estimators of one effect differ, as a row of a table that compares them: who is compared, with which period, and how effects are weighted. */
import type { FitRecords } from '../../src/econ/estimator.ts';
import type { DidMethod, DidSpec } from './numbers/spec.ts';

type Said = FitRecords['head'];

/** Whom and what a method compares. */
interface Conventions {
  readonly controls: Said;
  readonly base: Said;
  readonly weights: Said;
}

const never: Said = { en: 'never treated', zh: '从未处理' };
const notYet: Said = { en: 'not yet treated', zh: '尚未处理' };
const last: Said = { en: 'treated last', zh: '最后处理' };
const untreated: Said = { en: 'all untreated rows', zh: '全部未处理观测' };
const all: Said = { en: 'all, the treated too', zh: '全部个体，含已处理者' };

const lastBefore: Said = { en: 'last before treatment', zh: '处理前最后一期' };
const allBefore: Said = { en: 'all before treatment', zh: '处理前各期' };
const preceding: Said = { en: 'the preceding one', zh: '前一期' };
const lastOrPreceding: Said = { en: 'last, or the preceding', zh: '处理前最后一期，或前一期' };
const other: Said = { en: 'all others', zh: '其余各期' };

const rows: Said = { en: 'treated rows', zh: '处理观测数' };
const regression: Said = { en: 'by regression, of any sign', zh: '由回归决定，可能为负' };

const neverOrLast: Said = { en: 'never treated, or last', zh: '从未处理，无则最后处理' };

const methods: Readonly<Record<DidMethod, (spec: DidSpec) => Conventions>> = {
  callaway: ({ control, base }) => ({
    controls: control === 'notyet' ? notYet : neverOrLast,
    base: base === 'universal' ? lastBefore : lastOrPreceding,
    weights: { en: 'cohort sizes', zh: '各组个体数' },
  }),
  'sun-abraham': ({ control }) => ({
    controls: control === null ? neverOrLast : control === 'last' ? last : never,
    base: lastBefore,
    weights: rows,
  }),
  imputation: () => ({ controls: untreated, base: allBefore, weights: rows }),
  'two-stage': () => ({ controls: untreated, base: allBefore, weights: rows }),
  etwfe: ({ control }) => ({
    controls: control === 'never' ? never : notYet,
    base: control === 'never' ? lastBefore : allBefore,
    weights: rows,
  }),
  stacked: () => ({
    controls: { en: 'untreated in the window', zh: '窗口期内始终未处理' },
    base: lastBefore,
    weights: {
      en: 'by regression, then rows',
      zh: '期内由回归决定，期间按处理观测数',
    },
  }),
  dcdh: () => ({
    controls: { en: 'alike at first, unchanged', zh: '初始处理相同且尚未变动' },
    base: { en: 'last before the change', zh: '首次变动前一期' },
    weights: { en: 'switchers, per dose', zh: '变动个体数，每单位处理' },
  }),
  'did-m': () => ({
    controls: { en: 'unchanged', zh: '两期处理状态不变' },
    base: preceding,
    weights: { en: 'switchers', zh: '变动个体数' },
  }),
  cic: () => ({ controls: { en: 'the untreated group', zh: '未处理组' }, base: preceding, weights: rows }),
  continuous: ({ control, base }) => ({
    controls: control === 'notyet' ? notYet : neverOrLast,
    base: base === 'universal' ? lastBefore : lastOrPreceding,
    weights: { en: 'cohorts, then periods', zh: '先按组别，再按时期' },
  }),
  rings: () => ({ controls: { en: 'beyond the last ring', zh: '最外环以外' }, base: other, weights: regression }),
  bacon: () => ({ controls: all, base: other, weights: regression }),
  twfe: () => ({ controls: all, base: other, weights: regression }),
};

/** The row of a fit in the table `show: conventions`. */
export function conventionsOf(spec: DidSpec): FitRecords {
  const { anticipation } = spec;
  return {
    ...{ part: '', row: '', hasEstimates: false },
    said: {
      ...methods[spec.method](spec),
      ...(anticipation > 0 && { anticipation: { en: String(anticipation), zh: String(anticipation) } }),
    },
    columns: {
      controls: { en: 'Compared with', zh: '对照', csv: 'Controls', isText: true },
      base: { en: 'Base period', zh: '基期', csv: 'Base period', isText: true },
      weights: { en: 'Weights of the mean effect', zh: '平均效应的权重', csv: 'Weights', isText: true },
      anticipation: { en: 'Anticipation', zh: '预期期数', csv: 'Anticipation' },
    },
    usual: ['controls', 'base', 'weights', 'anticipation'],
    head: { en: 'Estimator', zh: '估计方法' },
    note: {
      en: 'estimates of one effect differ where these do',
      zh: '同一效应的估计因以上约定不同而异',
    },
  };
}
