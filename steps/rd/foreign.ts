/** Names that users of other programs write for discontinuities, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('rdrobust rdd rdplot rdbwselect discontinuity regression_discontinuity', 'write `kind: rd`'),
  keys: {
    ...words('y depvar dependent fit formula', 'write `outcome: y`'),
    ...words('x runvar score forcing assignment', 'write `running: x`'),
    ...words('c threshold cut', 'write `cutoff: 0`'),
    ...words('covs controls', 'write `covariates: [a, b]`'),
    ...words('bwselect', 'write `bandwidth: mserd`'),
    ...words('vce se', 'write `vcov: nn`, or `cluster: state`'),
    ...words('nnmatch', 'write `neighbours: 3`'),
    ...words('scaleregul', 'write `regularise: 1`'),
    ...words('sharpbw', 'write `sharp_bandwidth: true`'),
    ...words('treatment d treat', 'write `fuzzy: d`; a sharp design needs no treatment'),
    ...words('binselect', 'write `bins: esmv`'),
    ...words('nbins', 'write `bin_count: [20, 20]`'),
  },
};
