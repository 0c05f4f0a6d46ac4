/** The states of nodes: their signs, which differ in shape as well as in colour, their names, and counts. */
import type { NodeState, NodeView } from '../app/view/model.ts';
import { type PageWords, useWords } from './words.ts';

export const states: readonly NodeState[] = ['failed', 'running', 'stale', 'pending', 'cached', 'fresh'];

const SHAPES: Readonly<Record<NodeState, string>> = {
  fresh: 'M6 2.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7Z',
  cached: 'M3 2.5h6a.5.5 0 0 1 .5.5v6a.5.5 0 0 1-.5.5h-6a.5.5 0 0 1-.5-.5v-6a.5.5 0 0 1 .5-.5Z',
  stale: 'M6 1.2L10.8 6L6 10.8L1.2 6Z',
  pending: 'M6 2.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7Z',
  running: 'M3.2 1.8L10.2 6L3.2 10.2Z',
  failed: 'M2.2 3.6L3.6 2.2L6 4.6L8.4 2.2L9.8 3.6L7.4 6L9.8 8.4L8.4 9.8L6 7.4L3.6 9.8L2.2 8.4L4.6 6Z',
};

/** `named`: its name stands beside it. */
export function Sign({ state, named = false }: { state: NodeState; named?: boolean }) {
  const said = useWords();
  return (
    <svg
      class={`sign ${state}`}
      viewBox="0 0 12 12"
      width="12"
      height="12"
      role={named ? undefined : 'img'}
      aria-label={named ? undefined : said.states[state]}
      aria-hidden={named}
    >
      <path d={SHAPES[state]} />
    </svg>
  );
}

export function StateName({ state }: { state: NodeState }) {
  const { meanings, states: names } = useWords();
  return (
    <span class={`state ${state}`} title={meanings[state]}>
      <Sign state={state} named /> {names[state]}
    </span>
  );
}

/** Says in a few words what other engines find of a node. */
export const saidOfWitness = ({ found }: NonNullable<NodeView['witness']>, { finds, toDigits }: PageWords): string =>
  found.map(({ by, same, of, digits }) => finds(by, same, of) + (digits === null ? '' : toDigits(digits))).join('; ');

/** Counts the nodes of each state that occurs, in the order of `states`. */
export function counted(nodes: Iterable<{ readonly state: NodeState }>): [NodeState, number][] {
  const counts = new Map<NodeState, number>();
  for (const { state } of nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
  return states.flatMap((state) => (counts.has(state) ? [[state, counts.get(state)!]] : []));
}
