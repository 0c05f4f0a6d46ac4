/** Shows spatial weights by what can be said of them in a few lines; the matrix itself is for the steps that use it. */
import type { WeightsSummary } from '../../econ/spatial/weights.ts';
import { gridLines, shortNumber } from './grid.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

type Shown = WeightsSummary & { readonly type: string; readonly standardize: string };

const shownOf = ({ reader }: ShownArtifact): Shown => reader.json('weights') as unknown as Shown;

export const weights: Viewer = {
  type: 'weights',
  text: (artifact) =>
    `${artifact.node}: spatial weights\n\n${gridLines(facts(artifact), ['left', 'right']).join('\n')}\n`,
  json: (artifact) => ({ weights: shownOf(artifact), units: artifact.reader.json('units') }),
  blocks: (artifact) => [{ is: 'facts', facts: facts(artifact) }],
};

function facts(artifact: ShownArtifact): [string, string][] {
  const { type, standardize, n, links, meanLinks, islands, eigMin, eigMax } = shownOf(artifact);
  return [
    ['Type', type],
    ['Standardised', standardize],
    ['Units', String(n)],
    ['Links', String(links)],
    ['Links per unit', shortNumber(meanLinks)],
    ['Islands', islands.length === 0 ? 'none' : String(islands.length)],
    ['Eigenvalues', `${shortNumber(eigMin)} to ${shortNumber(eigMax)}`],
  ];
}
