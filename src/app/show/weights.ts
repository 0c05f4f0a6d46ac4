/** Shows spatial weights by what can be said of them in a few lines; the matrix itself is in the JSON, a row of neighbours for each unit. */
import { unitsShown } from '../../base/value.ts';
import type { WeightsSummary } from '../../econ/spatial/weights.ts';
import { gridLines, shortNumber } from '../terminal/grid.ts';
import { pageWords } from './page-words.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

type ShownWeights = WeightsSummary & { readonly type: string; readonly standardize: string; readonly unit: string };

const shownOf = ({ reader }: ShownArtifact): ShownWeights => reader.json('weights') as unknown as ShownWeights;

export const weights: Viewer = {
  type: 'weights',
  text: (artifact) =>
    `${artifact.node}: spatial weights\n\n${gridLines(facts(artifact), ['left', 'right']).join('\n')}\n`,
  json: (artifact) => {
    const said = shownOf(artifact);
    const names = artifact.reader.json('units') as readonly string[];
    const units = unitsShown(names, said.unit, artifact.hides);
    const islands = said.islands.map((name) => units[names.indexOf(name)]!);
    return { weights: { ...said, islands }, units, rows: rowsOf(artifact, units) };
  },
  blocks: (artifact) => [{ is: 'facts', facts: facts(artifact, pageWords[artifact.book.language]) }],
};

/** The neighbours of each unit and their weights, where these are not 0. O(n²). */
function rowsOf({ reader }: ShownArtifact, units: readonly string[]) {
  const { buffer, byteOffset, byteLength } = reader.bytes('matrix');
  const matrix = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const n = units.length;
  return units.map((unit, i) => {
    const row = matrix.subarray(i * n, (i + 1) * n);
    const at = [...row.keys()].filter((j) => row[j] !== 0);
    return { unit, neighbours: at.map((j) => units[j]!), weights: at.map((j) => row[j]!) };
  });
}

function facts(artifact: ShownArtifact, { weights: heads, none, to } = pageWords.en): [string, string][] {
  const { type, standardize, n, links, meanLinks, islands, eigMin, eigMax } = shownOf(artifact);
  const values = [
    type,
    standardize,
    String(n),
    String(links),
    shortNumber(meanLinks),
    islands.length === 0 ? none : String(islands.length),
    `${shortNumber(eigMin)}${to}${shortNumber(eigMax)}`,
  ];
  return values.map((value, i) => [heads[i]!, value]);
}
