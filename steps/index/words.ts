/** Holds the phrases by language that only tables of composite indices print. */
import { han } from '../../src/table/words/han.ts';

const english = {
  columns: {
    direction: 'Direction',
    entropy: 'Entropy',
    divergence: 'Divergence',
    weight: 'Weight',
    obstacle: 'Obstacle',
  },
  directions: { positive: '+', negative: '−' },
  methods: {
    entropy: 'entropy weights',
    topsis: 'TOPSIS on entropy weights',
    critic: 'CRITIC weights',
    pca: 'the first principal component',
    equal: 'equal weights',
    ahp: 'judged weights (analytic hierarchy process)',
  },
  note: (name: string, method: string, rows: string) => `${name} by ${method}; N = ${rows}`,
  consistency: (ratios: string) => `consistency ratios of the judgements: ${ratios}`,
  scopes: {
    pooled: 'indicators are min–max scaled over all rows',
    'by-time': 'indicators are min–max scaled and weighted by period, and weights shown are means over the periods',
  },
  hierarchical: 'weights within each dimension, the index being the mean of the dimensions',
  zeroRules: {
    limit: '0 ln 0 is 0',
    shift: (by: string) => `scaled values are shifted by ${by}`,
    affine: 'scaled values z become 0.998z + 0.002',
  },
  dimensionShare: (share: string) => `Dimension (${share} of the mean index)`,
  dimensionTotal: 'Dimension',
};

const chinese: typeof english = {
  columns: { direction: '方向', entropy: '信息熵', divergence: '差异系数', weight: '权重', obstacle: '障碍度' },
  directions: { positive: '+', negative: '−' },
  methods: {
    entropy: '熵值法',
    topsis: '熵权 TOPSIS 法',
    critic: 'CRITIC 法',
    pca: '主成分分析（第一主成分）',
    equal: '等权法',
    ahp: '层次分析法（AHP）',
  },
  note: (name, method, rows) => han`${name}由${method}计算；N = ${rows}`,
  consistency: (ratios) => han`判断矩阵的一致性比率：${ratios}`,
  scopes: {
    pooled: '指标按全部观测做极差标准化',
    'by-time': '指标按各期分别标准化和赋权，表中权重为各期均值',
  },
  hierarchical: '先在各维度内赋权，指数为各维度的均值',
  zeroRules: {
    limit: '0 ln 0 取 0',
    shift: (by) => han`标准化值平移 ${by}`,
    affine: '标准化值 z 变为 0.998z + 0.002',
  },
  dimensionShare: (share) => han`维度合计（占指数均值 ${share}）`,
  dimensionTotal: '维度合计',
};

/** Phrases of its tables by language. */
export const phrases = { en: english, zh: chinese };
