/** The derivative of an expression by one of its variables, as an expression. */
import { type BinaryNode, type CallNode, children, type Expression, type NameNode, type PathNode } from './tree.ts';

/** Says whether a node is the variable. */
export type IsVariable = (node: NameNode | PathNode) => boolean;

/**
 * Returns the derivative by the rules of sums, products, quotients, powers, `log`, `exp` and `sqrt`. It is 0 where the variable does not
 * occur, and undefined where it stands in anything else, such as a condition or `max`, whose value jumps or bends.
 */
export function derivativeOf(node: Expression, isVariable: IsVariable): Expression | undefined {
  if (!contains(node, isVariable)) return number(0);
  switch (node.is) {
    case 'name':
    case 'path':
      return number(1);
    case 'unary': {
      const of = derivativeOf(node.of, isVariable);
      return node.op === '-' && of !== undefined ? minus(of) : undefined;
    }
    case 'binary':
      return ofBinary(node, isVariable);
    case 'call':
      return ofCall(node, isVariable);
    default:
      return undefined;
  }
}

const contains = (node: Expression, isVariable: IsVariable): boolean =>
  ((node.is === 'name' || node.is === 'path') && isVariable(node)) ||
  children(node).some((child) => contains(child, isVariable));

function ofBinary(node: BinaryNode, isVariable: IsVariable): Expression | undefined {
  const { op, left: u, right: v } = node;
  const [du, dv] = [derivativeOf(u, isVariable), derivativeOf(v, isVariable)];
  if (du === undefined || dv === undefined) return undefined;
  switch (op) {
    case '+':
    case '-':
      return binary(op, du, dv);
    case '*':
      return plus(times(du, v), times(u, dv));
    case '/':
      return binary('-', binary('/', du, v), binary('/', times(u, dv), times(v, v)));
    case '^':
      return plus(
        times(du, times(v, binary('^', u, binary('-', v, number(1))))),
        times(dv, times(call('log', u), node)),
      );
    default:
      return undefined;
  }
}

function ofCall(node: CallNode, isVariable: IsVariable): Expression | undefined {
  const [u] = node.args;
  const du = u && derivativeOf(u, isVariable);
  if (u === undefined || du === undefined) return undefined;
  if (node.name === 'log') return binary('/', du, u);
  if (node.name === 'exp') return times(du, node);
  return node.name === 'sqrt' ? binary('/', du, times(number(2), node)) : undefined;
}

const here = { start: 0, end: 0 } as const;
const number = (value: number): Expression => ({ is: 'number', value, ...here });
const minus = (of: Expression): Expression => ({ is: 'unary', op: '-', of, ...here });
const call = (name: string, of: Expression): Expression => ({ is: 'call', name, args: [of], named: [], ...here });
const binary = (op: BinaryNode['op'], left: Expression, right: Expression): Expression => ({
  is: 'binary',
  op,
  left,
  right,
  ...here,
});

const isNumber = (node: Expression, value: number): boolean => node.is === 'number' && node.value === value;

/** Without the parts that are 0, which may hold what is not defined: the logarithm in the derivative of a power. */
function plus(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0)) return right;
  return isNumber(right, 0) ? left : binary('+', left, right);
}

function times(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0) || isNumber(right, 0)) return number(0);
  if (isNumber(left, 1)) return right;
  return isNumber(right, 1) ? left : binary('*', left, right);
}
