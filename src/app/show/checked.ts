/** Shows comparisons, audits and claims: what a reader must look at, and counts of the rest. */
import type { ArtifactReader } from '../../base/reader.ts';
import type { Finding } from '../../check/audit.ts';
import { type ComparedCell, type Counts, verdicts } from '../../check/compare.ts';
import { fixedNumber, shortNumber } from '../../check/numbers.ts';
import { brokenWithoutValues } from '../../engine/run/confidential.ts';
import { gridLines } from '../terminal/grid.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

const all = ({ reader }: ShownArtifact): Record<string, unknown> =>
  Object.fromEntries(reader.parts.map((part) => [part, reader.json(part)]));

/** Shows a comparison, in which cells that are as printed are only counted. */
export const compared: Viewer = {
  type: 'compare',
  json: all,
  text({ node, reader }) {
    const lines = gridLines(differingRows(reader), ['left']);
    return [`${node}: ${countsText(reader)}`, ...lines, ''].join('\n');
  },
  blocks: ({ reader }) => [
    { is: 'lines', lines: [countsText(reader)] },
    { is: 'grid', head: COMPARED, rows: differingRows(reader), sides: ['left'] },
  ],
};

const COMPARED = ['Verdict', 'Table', 'Cell', 'Published', 'Reproduced', 'Difference', 'In s.e.', 'Explanation'];

function countsText(reader: ArtifactReader): string {
  const counts = reader.json('counts') as unknown as Counts;
  const told = verdicts.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`);
  return `${counts.cells} cells: ${told.join(', ')}`;
}

/** One row for each cell that is not as printed. */
const differingRows = (reader: ArtifactReader): string[][] =>
  (reader.json('cells') as unknown as readonly ComparedCell[])
    .filter((cell) => cell.verdict !== 'same')
    .map((cell) => [
      cell.verdict,
      cell.table,
      `${cell.row} / ${cell.column}`,
      cell.published,
      cell.reproduced,
      cell.difference === null ? '' : shortNumber(cell.difference),
      cell.inStdErrors === null ? '' : `${fixedNumber(cell.inStdErrors, 2)} s.e.`,
      cell.explanation ?? cell.note,
    ]);

export const audited: Viewer = {
  type: 'audit',
  json: all,
  text({ node, reader }) {
    const findings = reader.json('findings') as unknown as readonly Finding[];
    const heads = gridLines(
      findings.map(({ severity, table, cell }) => [severity, table, cell]),
      ['left'],
    );
    const lines = findings.flatMap(({ message }, i) => [heads[i]!, `         ${message}`]);
    return [`${node}: ${findings.length === 0 ? 'nothing found' : `${findings.length} findings`}`, ...lines, ''].join(
      '\n',
    );
  },
  blocks({ reader }) {
    const findings = reader.json('findings') as unknown as readonly Finding[];
    if (findings.length === 0) return [{ is: 'lines', lines: ['nothing found'] }];
    const rows = findings.map(({ severity, table, cell, message }) => [severity, table, cell, message]);
    return [{ is: 'grid', head: ['Severity', 'Table', 'Cell', 'Finding'], rows, sides: ['left'] }];
  },
};

type Broken = readonly { readonly message: string }[];

export const judged: Viewer = {
  type: 'verdict',
  json: (shown) => ({
    ...all(shown),
    broken: brokenWithoutValues(shown.reader.json('broken') as unknown as Broken, shown.columnsRead, shown.hides),
  }),
  text: (shown) => {
    const { head, broken } = verdictLines(shown);
    return [`${shown.node}: ${head}`, ...broken.map((message) => `  ${message}`), ''].join('\n');
  },
  blocks(shown, withValues) {
    const { head, broken } = verdictLines(withValues ? shown : { ...shown, hides: () => true });
    return [{ is: 'lines', lines: [head, ...broken] }];
  },
};

function verdictLines({ reader, hides, columnsRead }: ShownArtifact): { head: string; broken: string[] } {
  const broken = brokenWithoutValues(reader.json('broken') as unknown as Broken, columnsRead, hides);
  const word = reader.json('holds') === true ? 'holds' : 'FALSE';
  return { head: `${word}: ${String(reader.json('claim'))}`, broken: broken.map(({ message }) => message) };
}
