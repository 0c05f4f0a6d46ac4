/** Builds tables of densities and of Markov chains. */
import { recordBuilder } from './records.ts';

const n = { en: 'N', zh: '观测值', csv: 'N', count: true } as const;

export const kernelDensity = recordBuilder({
  type: 'kernel-density',
  parts: [],
  withUnits: false,
  usual: ['n', 'bandwidth', 'mode', 'peak'],
  columns: {
    n,
    bandwidth: { en: 'Bandwidth', zh: '带宽', csv: 'Bandwidth' },
    mode: { en: 'Mode', zh: '众数', csv: 'Mode' },
    peak: { en: 'Density at the mode', zh: '众数处密度', csv: 'Peak' },
  },
});

const states = Array.from({ length: 10 }, (_, i) => i + 1);

/** From the state of the row to that of the column; rows `2|1` begin in state 1 with neighbours in state 2. */
export const markov = recordBuilder({
  type: 'markov',
  parts: [],
  withUnits: false,
  isSparse: true,
  usual: ['n', ...states.map((state) => `to${state}`)],
  columns: {
    n,
    ...Object.fromEntries(states.map((to) => [`to${to}`, { en: `To ${to}`, zh: `到 ${to}`, csv: `To ${to}` }])),
  },
  note: {
    en: 'Shares of transitions from the state of the row, 1 the lowest; rows `a|b` are of state b with neighbours in state a',
    zh: '自行状态转移的概率，1 为最低状态；行 a|b 为邻居处于状态 a 时的状态 b',
  },
});
