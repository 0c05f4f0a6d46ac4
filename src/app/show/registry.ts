/** THE list of viewers of their own; what a table can show is shown by that, and anything else by its JSON. */
import { resultOfType, tables } from '../../../steps/registry.ts';
import { audited, compared, judged } from './checked.ts';
import { files } from './files.ts';
import { fit } from './fit.ts';
import { besideData, frame } from './frame.ts';
import { generic } from './generic.ts';
import { tabulated } from './tabulated.ts';
import type { Viewer } from './viewer.ts';
import { weights } from './weights.ts';

const viewers: readonly Viewer[] = [fit, frame, files, weights, compared, audited, judged];

export function viewerOf(type: string): Viewer {
  const own = viewers.find((viewer) => viewer.type === type);
  if (own !== undefined) return own;
  const builder = tables.of(type);
  if (builder === undefined) return generic;
  return resultOfType(type)?.besideData === true ? besideData(builder) : tabulated(builder);
}
