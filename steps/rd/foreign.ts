/** Names that users of other programs write for discontinuities, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: {
    ...words('rdrobust rdd rdplot rdbwselect discontinuity regression_discontinuity', 'write `kind: rd`'),
    ...words('rddensity rdbwdensity rd_density', 'write `kind: rd`, `method: density`'),
    ...words('mccrary dcdensity', 'write `kind: rd`, `method: mccrary`'),
    ...words('rdlocrand rdrandinf rdwinselect rdsensitivity', 'write `kind: rd`, `method: randomisation`'),
  },
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
    ...words('wl wr', 'write `window: [-0.5, 0.5]`'),
    ...words('wmin wstep nwindows', 'write `windows: {first: 0.5, step: 0.1, count: 10}`'),
    ...words('fitselect', 'write `restricted: true`'),
    ...words('reps', 'write `draws: 1000`'),
    ...words('placebo placebos', 'write `method: checks`, `cutoffs: [-5, 5]`'),
    ...words('nbins', 'write `bin_count: [20, 20]`'),
  },
};
