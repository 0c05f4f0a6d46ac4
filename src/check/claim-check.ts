/** Checks a claim before any result exists: it must be one condition about single numbers. */

import { comparisons } from '../base/expression/evaluate.ts';
import { signatureOf } from '../base/expression/functions.ts';
import { printExpression } from '../base/expression/print.ts';
import { children, type Expression, isNothing } from '../base/expression/tree.ts';
import type { TextProblem } from '../base/text/text-problem.ts';
import { overElements, pathsIn } from './claim-evaluate.ts';

/** The nodes that a path stands for, in order; null where it is the values of a column of data. */
export type NodesOf = (path: string) => readonly string[] | null | undefined;

type Sort = 'condition' | 'number' | 'text' | null;

export function checkClaim(claim: Expression, nodesOf: NodesOf): TextProblem[] {
  const problems: TextProblem[] = [];
  const sort = sortOf(claim, problems);
  if (sort !== null && sort !== 'condition')
    problems.push(at(claim, 'not-a-condition', `expected a condition, got ${sort} \`${printExpression(claim)}\``));
  else if (claim.is === 'path')
    problems.push(
      at(claim, 'not-a-condition', `expected a condition, got \`${printExpression(claim)}\``, 'compare it: `… < 10`'),
    );
  problems.push(...manyOutside(claim, nodesOf), ...unevenIn(claim, nodesOf));
  return problems;
}

/** Problems of an expression that must be one number. */
export function checkNumber(of: Expression): TextProblem[] {
  const problems: TextProblem[] = [];
  expect(of, 'number', problems);
  return problems;
}

function at(node: Expression, code: string, message: string, hint?: string): TextProblem {
  return { code, message, start: node.start, end: node.end, hint };
}

/** Returns the sort of an expression by its form. A path may be of any sort. */
function sortOf(node: Expression, problems: TextProblem[]): Sort {
  switch (node.is) {
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'name':
    case 'path':
      return null;
    case 'unary':
      return expect(node.of, node.op === 'not' ? 'condition' : 'number', problems);
    case 'binary':
      if (node.op === 'and' || node.op === 'or') {
        for (const side of [node.left, node.right]) expect(side, 'condition', problems);
        return 'condition';
      }
      if (!(node.op in comparisons)) {
        for (const side of [node.left, node.right]) expect(side, 'number', problems);
        return 'number';
      }
      return comparison(node, problems);
    case 'in':
      sortOf(node.of, problems);
      if ('is' in node.within) sortOf(node.within, problems);
      return 'condition';
    case 'call':
      return call(node, problems);
    default:
      return node satisfies never;
  }
}

function comparison(node: Expression & { is: 'binary' }, problems: TextProblem[]): Sort {
  const [left, right] = [sortOf(node.left, problems), sortOf(node.right, problems)];
  if (left !== null && right !== null && left !== right)
    problems.push(at(node, 'type-mismatch', `cannot compare ${left} with ${right}: \`${printExpression(node)}\``));
  else if ((left === 'text' || right === 'text') && node.op !== '==' && node.op !== '!=')
    problems.push(at(node, 'text-order', `text has no order: \`${printExpression(node)}\``));
  return 'condition';
}

function call(node: Expression & { is: 'call' }, problems: TextProblem[]): Sort {
  const { over, ofData } = signatureOf(node);
  if (over === 'columns' || ofData === true || isNothing(node)) {
    problems.push(at(node, 'function-over-columns', `\`${node.name}\` is for columns of data, not for results`));
    return null;
  }
  const [first, ...rest] = node.args as readonly [Expression, ...Expression[]];
  switch (node.name) {
    case 'all':
    case 'any':
      return expect(first, 'condition', problems);
    case 'count':
      sortOf(first, problems);
      return 'number';
    case 'missing':
      sortOf(first, problems);
      return 'condition';
    case 'range':
      expect(first, 'number', problems);
      return 'number';
    case 'if': {
      expect(first, 'condition', problems);
      const [yes] = rest.map((each) => sortOf(each, problems));
      return yes ?? null;
    }
    default:
      for (const arg of node.args) expect(arg, 'number', problems);
      return 'number';
  }
}

function expect(node: Expression, wanted: 'condition' | 'number', problems: TextProblem[]): Sort {
  const got = sortOf(node, problems);
  if (got !== null && got !== wanted)
    problems.push(
      at(
        node,
        wanted === 'condition' ? 'not-a-condition' : 'not-a-number',
        `expected a ${wanted}, got ${got} \`${printExpression(node)}\``,
      ),
    );
  return wanted;
}

/** Complains of paths that stand for many numbers outside of `all`, `any` and `count`, which say how many must hold. */
function manyOutside(claim: Expression, nodesOf: NodesOf): TextProblem[] {
  return pathsIn(claim).flatMap((path) => {
    const text = printExpression(path);
    const nodes = nodesOf(text);
    if (nodes === undefined || (nodes !== null && !text.includes('.*'))) return [];
    const what = nodes === null ? 'is a column of data' : `stands for ${nodes.length} numbers`;
    const hint =
      nodes === null ? 'use it in `range(…)`, `all(…)` or `count(…)`' : 'say `all(…)`, `any(…)` or `count(…)`';
    return [at(path, 'many-values', `\`${text}\` ${what}`, hint)];
  });
}

/** Complains of paths that are compared element by element and do not stand for the same nodes. */
function unevenIn(node: Expression, nodesOf: NodesOf): TextProblem[] {
  const inside = children(node).flatMap((child) => unevenIn(child, nodesOf));
  if (node.is !== 'call' || !overElements.has(node.name)) return inside;
  const many = pathsIn(node.args[0]!).filter(
    (path) => nodesOf(printExpression(path)) === null || printExpression(path).includes('.*'),
  );
  const [first, ...others] = many;
  if (first === undefined) return inside;
  const name = (path: Expression): string => JSON.stringify(nodesOf(printExpression(path)) ?? printExpression(path));
  const odd = others.find((path) => name(path) !== name(first));
  if (odd === undefined) return inside;
  const message = `\`${printExpression(first)}\` and \`${printExpression(odd)}\` do not stand for the same columns`;
  return [...inside, at(odd, 'uneven-paths', message)];
}
