/** Lags, leads and differences as variables of an expression: `L.x`, `F2.x`, `D.x`, `S4.x`, `L2.D.x`, as Stata writes them. */
import { children, type Expression, freeVariables, type PathNode } from './tree.ts';

/** `L`: the value so many periods before; `F`: after; `D`: the difference, so many times; `S`: less the value so many periods before. */
export interface TimeOperator {
  readonly is: 'L' | 'F' | 'D' | 'S';
  readonly order: number;
}

export interface Lag {
  readonly column: string;
  /** In the order in which they are applied, the last one written first. */
  readonly operators: readonly TimeOperator[];
}

const operator = /^([LFDS])(\d*)$/;

/** Reads a path as a lag; undefined where it is none. */
export function lagOfPath({ head, segments }: PathNode): Lag | undefined {
  const words = [head, ...segments.map((segment) => (segment.is === 'name' ? segment.text : ''))];
  const column = words.pop()!;
  const operators = words.map((word): TimeOperator | undefined => {
    const [, is, order] = operator.exec(word) ?? [];
    return is === undefined ? undefined : { is: is as TimeOperator['is'], order: order === '' ? 1 : Number(order) };
  });
  if (column === '' || operators.some((each) => each === undefined)) return undefined;
  return { column, operators: (operators as TimeOperator[]).reverse() };
}

/** Every lag of an expression, once for each time it stands there. */
export function lagsIn(node: Expression): readonly Lag[] {
  if (node.is !== 'path') return children(node).flatMap(lagsIn);
  const lag = lagOfPath(node);
  return lag === undefined ? [] : [lag];
}

/** Every column that an expression reads, as it stands or at another time, once. */
export const columnsIn = (node: Expression): readonly string[] => [
  ...new Set([...freeVariables(node), ...lagsIn(node).map(({ column }) => column)]),
];

/** Every column of whose values an expression reads more than which of them are missing, once. */
export const columnsValued = (node: Expression): readonly string[] => [...new Set(valued(node))];

function valued(node: Expression): readonly string[] {
  if (node.is === 'call' && node.name === 'missing') return [];
  const inside = children(node);
  return inside.length === 0 ? columnsIn(node) : inside.flatMap(valued);
}

const range = /\b([LFDS])\(\s*(\d+)\s*\/\s*(\d+)\s*\)\./g;

/** A range of lags, `L(1/3).x`, is one text for each; undefined where there is none. Two ranges in one text are not read. */
export function lagTexts(text: string): readonly { readonly order: number; readonly text: string }[] | undefined {
  const found = [...text.matchAll(range)];
  if (found.length !== 1) return undefined;
  const [whole, letter, from, to] = found[0]! as unknown as [string, string, string, string];
  const orders = Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, i) => Number(from) + i);
  return orders.map((order) => ({ order, text: text.replace(whole, () => `${letter}${order}.`) }));
}
