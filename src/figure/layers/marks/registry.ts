/** THE list of marks of layers, in the order the docs show them. */
import type { MarkName } from '../../layer-options.ts';
import type { Mark } from '../mark.ts';
import { area } from './area.ts';
import { band } from './band.ts';
import { bars } from './bars.ts';
import { fit } from './fit.ts';
import { line } from './line.ts';
import { points } from './points.ts';
import { range } from './range.ts';
import { rule } from './rule.ts';
import { text } from './text.ts';

export const marks: readonly Mark[] = [points, line, fit, band, range, bars, area, rule, text];

export const markNamed = (name: MarkName): Mark => marks.find((mark) => mark.name === name)!;
