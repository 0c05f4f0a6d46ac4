/** Leaves out regressors that others span once the equations are transformed. */
import { norm } from '../../base/number/sum.ts';
import type { Dropped } from '../fit.ts';
import { householder } from '../linalg/qr.ts';
import { constantName, type Stack } from './stack.ts';

/** A regressor is spanned by earlier ones when less than this part of it is left. */
export const SPANNED_PART = 1e-9;

/** They stay among the instruments, as in `xtabond2`. The constant is the last to go. */
export function withoutCollinear(stack: Stack): { readonly stack: Stack; readonly dropped: Dropped[] } {
  const { x, height } = stack;
  const constant = x.at(-1)?.name === constantName ? x.slice(-1) : [];
  const terms = x.slice(0, x.length - constant.length);
  const columns = [...constant, ...terms].map(({ values }) => values);
  const sizes = columns.map(norm);
  const qr = householder(columns, height, (j) => SPANNED_PART * sizes[j]!);
  if (qr.dropped.length === 0) return { stack, dropped: [] };
  const isKept = (k: number): boolean => qr.kept.includes(k + constant.length);
  const dropped = terms.flatMap(({ name, values }, k): Dropped[] => {
    if (isKept(k)) return [];
    if (norm(values) === 0)
      return [
        { term: name, why: 'constant', detail: 'is the same in all periods of every unit, and gone when transformed' },
      ];
    return [{ term: name, why: 'collinear', detail: 'a combination of others in the transformed equation' }];
  });
  const levels = { ...stack.levels, x: stack.levels.x.filter((_, k) => isKept(k)) };
  return { stack: { ...stack, x: [...terms.filter((_, k) => isKept(k)), ...constant], levels }, dropped };
}
