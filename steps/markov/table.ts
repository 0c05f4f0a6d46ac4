/** Builds tables of Markov chains: the shares of transitions from each state. */
import { recordBuilder } from '../../src/table/builders/records.ts';
import { markovResult } from './result.ts';
import { sentences } from './words.ts';

const states = Array.from({ length: 10 }, (_, i) => i + 1);

/** From the state of the row to that of the column; rows `2|1` begin in state 1 with neighbours in state 2. */
export const markov = recordBuilder({
  type: markovResult.type,
  sentences,
  parts: [],
  withUnits: false,
  head: () => ({ en: 'State', zh: '状态' }),
  isSparse: true,
  usual: ['n', ...states.map((state) => `to${state}`)],
  columns: {
    n: { en: 'N', zh: '观测值', csv: 'N', count: true },
    ...Object.fromEntries(states.map((to) => [`to${to}`, { en: `To ${to}`, zh: `到 ${to}`, csv: `To ${to}` }])),
  },
  note: {
    en: 'Shares of transitions from the state of the row, 1 the lowest; rows a|b are of state b with neighbours in state a',
    zh: '自行状态转移的概率，1 为最低状态；行 a|b 为邻居处于状态 a 时的状态 b',
  },
});
