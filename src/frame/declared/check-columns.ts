/** Checks an expression that may read other rows than its own: lags, statistics of groups, and the like. */
import { checkExpression, type Scope, unknownVariable, type ValueType } from '../../base/expression/check.ts';
import { type Lag, lagOfPath } from '../../base/expression/lag.ts';
import type { Expression } from '../../base/expression/tree.ts';
import type { TextProblem } from '../../base/text/text-problem.ts';

type ColumnScope = Pick<Scope, 'type' | 'names' | 'of'>;

/** `type` is null where it hangs on an unknown type. */
export function checkOverColumns(
  expression: Expression,
  scope: ColumnScope,
): { readonly type: ValueType | null; readonly problems: readonly TextProblem[] } {
  const lags: TextProblem[] = [];
  const { type, problems } = checkExpression(expression, {
    ...scope,
    columns: true,
    path: (node) => {
      const lag = lagOfPath(node);
      if (lag) lags.push(...lagProblems(lag, node, scope));
      return lag && 'number';
    },
  });
  return { type, problems: [...problems, ...lags] };
}

/** The column that a lag is of must be there, and be numbers. */
function lagProblems(
  { column }: Lag,
  node: Pick<TextProblem, 'start' | 'end'>,
  scope: ColumnScope,
): readonly TextProblem[] {
  const type = scope.type(column);
  if (type === undefined) return [unknownVariable(column, scope, node)];
  if (type !== 'text') return [];
  const message = `expected a number, got text \`${column}\``;
  return [{ code: 'text-in-arithmetic', message, start: node.start, end: node.end }];
}
