/** Shows comparisons, audits and claims: what a reader must look at, and counts of the rest. */
import type { NodeId } from '../../base/brand.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import type { AuditFinding } from '../../check/audit.ts';
import type { ComparedCell, VerdictCounts } from '../../check/compare.ts';
import { fixedNumber, shortNumber } from '../../check/numbers.ts';
import { verdicts } from '../../check/verdicts.ts';
import { brokenWithoutValues } from '../../engine/run/hidden/confidential.ts';
import { termLabel } from '../../table/words/labels.ts';
import { gridLines } from '../terminal/grid.ts';
import { pageWords } from './page-words.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

const all = ({ reader }: ShownArtifact): Record<string, unknown> =>
  Object.fromEntries(reader.parts.map((part) => [part, reader.json(part)]));

/** Shows a comparison, in which cells that are as printed are only counted. */
export const compared: Viewer = {
  type: 'compare',
  json: all,
  text: ({ node, reader }) => differingText(node, reader),
  blocks({ reader, book }) {
    const said = pageWords[book.language];
    return [
      { is: 'lines', lines: [countsText(reader, said)] },
      {
        is: 'grid',
        head: said.comparedHeads,
        rows: differingRows(reader, said, (row) => termLabel(row, book)),
        sides: ['left'],
      },
    ];
  },
};

/** Counts of a comparison by verdict, and a line for each cell that is not as printed. */
export function differingText(node: NodeId, reader: ArtifactReader): string {
  const lines = gridLines(differingRows(reader), ['left']);
  return [`${node}: ${countsText(reader)}`, ...lines, ''].join('\n');
}

/** How many cells are as printed, over comparisons together, and how far the others are away. */
export function equalText(readers: readonly ArtifactReader[]): string {
  const cells = readers
    .flatMap((reader) => reader.json('cells') as unknown as readonly ComparedCell[])
    .filter(({ verdict }) => verdict !== 'not printed');
  const others = cells.filter(({ verdict }) => verdict !== 'same');
  const gaps = others.filter(({ verdict }) => verdict !== 'unmatched').map(gapOf);
  const apart = gaps.filter((gap) => gap > 0);
  const [inStars, without] = [gaps.length - apart.length, others.length - gaps.length];
  const told = [
    ...(apart.length === 0
      ? []
      : [
          `${apart.length === 1 ? '1 differs by' : `${apart.length} differ by at most`} ${shortNumber(Math.max(...apart))}`,
        ]),
    ...(inStars === 0 ? [] : [`${inStars} in stars alone`]),
    ...(without === 0 ? [] : [`${without} without a result`]),
  ];
  return `cells equal: ${cells.length - others.length} of ${cells.length}${told.length === 0 ? '' : `; ${told.join(', ')}`}`;
}

/** The largest distance of a cell's figures that are not as printed; 0 where its stars alone are not. */
const gapOf = ({ figures }: ComparedCell): number =>
  figures.reduce(
    (most, { verdict, difference }) =>
      verdict === 'same' || difference === null ? most : Math.max(most, Math.abs(difference)),
    0,
  );

function countsText(reader: ArtifactReader, { verdicts: names, cells, comma } = pageWords.en): string {
  const counts = reader.json('counts') as unknown as VerdictCounts;
  const told = verdicts.flatMap((verdict) => (counts[verdict] > 0 ? [`${counts[verdict]} ${names[verdict]}`] : []));
  return cells(counts.cells, told.join(comma));
}

/** One row for each cell that is not as printed. */
const differingRows = (
  reader: ArtifactReader,
  { verdicts: names } = pageWords.en,
  label = (row: string): string => row,
): string[][] =>
  (reader.json('cells') as unknown as readonly ComparedCell[])
    .filter((cell) => cell.verdict !== 'same')
    .map((cell) => [
      names[cell.verdict],
      cell.table,
      `${label(cell.row)} / ${cell.column}`,
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
    const findings = reader.json('findings') as unknown as readonly AuditFinding[];
    const heads = gridLines(
      findings.map(({ severity, table, cell }) => [severity, table, cell]),
      ['left'],
    );
    const lines = findings.flatMap(({ message }, i) => [heads[i]!, `         ${message}`]);
    return [`${node}: ${findings.length === 0 ? 'nothing found' : `${findings.length} findings`}`, ...lines, ''].join(
      '\n',
    );
  },
  blocks({ reader, book }) {
    const { findingHeads: head } = pageWords[book.language];
    const findings = reader.json('findings') as unknown as readonly AuditFinding[];
    if (findings.length === 0) return [{ is: 'lines', lines: ['nothing found'] }];
    const rows = findings.map(({ severity, table, cell, message }) => [severity, table, cell, message]);
    return [{ is: 'grid', head, rows, sides: ['left'] }];
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
