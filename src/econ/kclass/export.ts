/** Says how the k-class with a k of the user's own is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { type KClassArgument, kClassInPython, kClassInR } from '../regression/exported/k-class.ts';
import type { ModelSpec } from '../spec.ts';

const k = ({ estimator }: ModelSpec): KClassArgument => ({ name: 'k', value: Number(estimator?.k) });

export const counterpart: Counterpart = {
  r: (spec, fit) => kClassInR(fit, k(spec)),
  python: (spec, fit) => kClassInPython(fit, k(spec)),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: `kclass(${spec.estimator?.k})` }),
};
