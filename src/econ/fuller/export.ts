/** Says how Fuller’s estimator is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { type KClassArgument, kClassInPython, kClassInR } from '../regression/exported/k-class.ts';
import type { ModelSpec } from '../spec.ts';

const less = ({ estimator }: ModelSpec): KClassArgument => ({
  name: 'less',
  value: typeof estimator?.alpha === 'number' ? estimator.alpha : 1,
});

export const counterpart: Counterpart = {
  r: (spec, fit) => kClassInR(fit, less(spec)),
  python: (spec, fit) => kClassInPython(fit, less(spec)),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: `fuller(${less(spec).value})` }),
};
