/** THE list of formats of `graph`, the default first. */
import { dot } from './dot.ts';
import type { DrawingFormat } from './drawing.ts';
import { mermaid } from './mermaid.ts';
import { svg } from './svg.ts';

export const drawingFormats: readonly DrawingFormat[] = [mermaid, dot, svg];
