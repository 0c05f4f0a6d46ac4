/** `transform`: the mean of the others in a group, and two-stage least squares with it as the instrument. */
import { readFileSync } from 'node:fs';
import { sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { extendFrameWith } from '../../unit/frame/support.ts';
