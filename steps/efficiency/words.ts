/** Words of efficiency in tables and figures, in two languages. */

import type { EfficiencySpec, Model, Returns } from '../../src/econ/efficiency/spec.ts';
import type { RecordNote } from '../../src/table/builders/records.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export type Described = Omit<EfficiencySpec, 'name' | 'withScale' | 'isParted' | 'slacks' | 'peers' | 'bootstrap'>;

const models: Readonly<Record<Model, RecordNote>> = {
  radial: { en: 'radial measure', zh: '径向模型' },
  additive: { en: 'additive measure, sums of slacks', zh: '加性模型（松弛之和）' },
  ddf: { en: 'directional distance', zh: '方向距离函数' },
  sbm: { en: 'slacks-based measure', zh: 'SBM 模型' },
};

const ofReturns: Readonly<Record<Returns, RecordNote>> = {
  constant: { en: 'constant returns to scale', zh: '规模报酬不变' },
  variable: { en: 'variable returns to scale', zh: '规模报酬可变' },
  nonincreasing: { en: 'returns to scale that do not increase', zh: '规模报酬非递增' },
};

const orientations = {
  input: { en: 'of inputs', zh: '投入导向' },
  output: { en: 'of outputs', zh: '产出导向' },
};

const directions = {
  observed: { en: 'along observed quantities', zh: '方向为观测值' },
  outputs: { en: 'along outputs', zh: '方向为产出' },
};

const disposabilities = {
  weak: { en: 'undesirable outputs weakly disposable', zh: '非期望产出弱可处置' },
  free: { en: 'undesirable outputs freely disposable', zh: '非期望产出自由可处置' },
};

const indices = {
  malmquist: { en: 'changes are Malmquist indices', zh: '变动为 Malmquist 指数' },
  ml: { en: 'changes are Malmquist–Luenberger indices', zh: '变动为 Malmquist–Luenberger 指数' },
  gml: { en: 'changes are global indices', zh: '变动为全局指数' },
};

/** Tells the measure, and between what the columns of changes compare. */
export function methodNote(described: Described): RecordNote {
  const { model, orientation, returns, isSuper, frontier, direction, disposability, undesirable, index } = described;
  const parts: readonly (RecordNote | false)[] = [
    models[model],
    orientation !== null && orientations[orientation],
    direction !== null && directions[direction],
    ofReturns[returns],
    isSuper && { en: 'super-efficiency', zh: '超效率' },
    frontier === 'global' && { en: 'one frontier of all periods', zh: '全局前沿' },
    undesirable.length > 0 &&
      (disposability === null
        ? { en: 'with undesirable outputs', zh: '含非期望产出' }
        : disposabilities[disposability]),
    index !== null && indices[index],
    index !== null && { en: 'their means are geometric', zh: '其均值为几何平均' },
  ];
  const said = parts.filter((part) => part !== false);
  return {
    en: `Data envelopment analysis: ${said.map(({ en }) => en).join(', ')}`,
    zh: `数据包络分析：${said.map(({ zh }) => zh).join('，')}`,
  };
}

export const sentences: readonly Sentence[] = [
  ['no programme has a solution', '没有规划有解'],
  ['one value has no standard deviation', '只有一个值，没有标准差'],
  ['no unit has a change from the period before', '没有单位具有相对上一期的变动'],
  ['a change is not above zero', '存在不大于零的变动'],
];

export const figureWords = {
  en: {
    mean: 'Mean efficiency',
    change: 'Change from the period before',
    index: 'Productivity',
    ec: 'Efficiency',
    tc: 'Technology',
  },
  zh: { mean: '平均效率', change: '相对上一期的变动', index: '生产率', ec: '技术效率', tc: '技术进步' },
} as const;
