/** A variable of a formula as an expression over the columns and lags that it is made of. */
import type { Expression, NameNode, PathNode } from '../../base/expression/tree.ts';
import { type Leaf, printFactor, shift, shiftOfPath, variablesOfFactor } from './factor.ts';

const here = { start: 0, end: 0 } as const;

/** The text of the variable that a name or a lag in an expression stands for. */
export function variableOfNode(node: NameNode | PathNode): string | undefined {
  const leaf: Leaf | undefined = node.is === 'name' ? { is: 'column', name: node.name } : shiftOfPath(node);
  return leaf && printFactor(leaf);
}

/** Says whether a leaf is one variable, a column, its lag or a difference, and not a function of some. */
export function isOneVariable(leaf: Leaf): boolean {
  const [first, ...others] = variablesOfFactor(leaf);
  return others.length === 0 && first === printFactor(leaf);
}

/** `log(x)`, and of `L.log(x)` the expression `log(L.x)`. Throws of a leaf that is one variable. */
export function functionOf(leaf: Leaf): Expression {
  const [of, lag] = leaf.is === 'shift' ? [leaf.of, leaf.lag] : [leaf, 0];
  if (of.is !== 'function' || isOneVariable(leaf)) throw new Error(`no function: ${printFactor(leaf)}`);
  return { is: 'call', name: of.name, args: [lagged(of.of, lag)], named: [], ...here };
}

function lagged(node: Expression, lag: number): Expression {
  switch (node.is) {
    case 'number':
    case 'string':
      return node;
    case 'name':
      return nodeOf(shift({ is: 'column', name: node.name }, lag, 0)!);
    case 'path':
      return nodeOf(shift(shiftOfPath(node)!, lag, 0)!);
    case 'unary':
      return { ...node, of: lagged(node.of, lag) };
    case 'binary':
      return { ...node, left: lagged(node.left, lag), right: lagged(node.right, lag) };
    case 'in':
      return 'is' in node.within
        ? node
        : { ...node, of: lagged(node.of, lag), within: node.within.map((each) => lagged(each, lag)) };
    case 'call':
      return { ...node, args: node.args.map((each) => lagged(each, lag)) };
    default:
      return node satisfies never;
  }
}

/** A column or its lag, lead or difference. */
function nodeOf(leaf: Leaf): NameNode | PathNode {
  if (leaf.is === 'column') return { is: 'name', name: leaf.name, ...here };
  if (leaf.is !== 'shift' || leaf.of.is !== 'column') throw new Error(`no lag of a column: ${printFactor(leaf)}`);
  const letters = leaf.lag < 0 ? `F${-leaf.lag}` : `L${leaf.lag}`;
  const words = [...(leaf.lag === 0 ? [] : [letters]), ...(leaf.diff === 0 ? [] : [`D${leaf.diff}`]), leaf.of.name];
  const [head, ...rest] = words as [string, ...string[]];
  return { is: 'path', head, segments: rest.map((text) => ({ is: 'name', text })), ...here };
}
