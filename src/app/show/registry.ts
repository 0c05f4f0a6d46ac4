/** THE list of what `show` can show, by type of artifact. */
import { audited, compared, judged } from './checked.ts';
import { diagnose } from './diagnose.ts';
import { files } from './files.ts';
import { fit } from './fit.ts';
import { frame, index, match } from './frame.ts';
import { generic } from './generic.ts';
import { moran } from './moran.ts';
import { tabulated } from './tabulated.ts';
import type { Viewer } from './viewer.ts';
import { weights } from './weights.ts';

const viewers: readonly Viewer[] = [
  fit,
  frame,
  index,
  match,
  files,
  tabulated('describe'),
  tabulated('by-group'),
  tabulated('correlate'),
  tabulated('vif'),
  tabulated('codebook'),
  tabulated('threshold'),
  tabulated('mediation'),
  tabulated('moderation'),
  diagnose,
  tabulated('inequality'),
  tabulated('kernel-density'),
  tabulated('sigma-convergence'),
  tabulated('markov'),
  moran,
  tabulated('spatial-tests'),
  weights,
  tabulated('bacon'),
  tabulated('difference'),
  tabulated('placebo'),
  tabulated('multiverse'),
  compared,
  audited,
  judged,
];

export const viewerOf = (type: string): Viewer => viewers.find((viewer) => viewer.type === type) ?? generic;
