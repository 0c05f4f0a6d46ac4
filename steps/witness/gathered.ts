/** Gathers what engines found of all results, and warns where one found other values. */
import { quoted } from '../../src/base/text/quoted.ts';
import type { RunContext } from '../../src/engine/step.ts';
import { type Certified, countsOf, type Evidence, rowOf, type WitnessRecord } from '../lib/witness/records.ts';

export function gathered(context: RunContext<unknown>) {
  const { titles } = context.params as { readonly titles: Readonly<Record<string, string>> };
  const found = context.inputs.map((input) => {
    const artifact = context.artifact(input);
    const cells = artifact.json('cells') as unknown as readonly WitnessRecord[];
    return { by: cells[0]!.by, cells, evidence: artifact.json('evidence') as unknown as readonly Evidence[] };
  });
  const cells = found.flatMap((each) => each.cells);
  const records = found.flatMap(({ by, evidence }) =>
    evidence.flatMap(({ node, cells: own }) => own.map((cell) => ({ by, node, ...cell }))),
  );
  warnOfDifferences(context, cells, titles);
  return {
    cells,
    records,
    rows: found.flatMap(({ by, evidence }) =>
      evidence.map(({ node, cells: own }: { node: string; cells: readonly Certified[] }) =>
        rowOf(node, by, titles[by]!, own),
      ),
    ),
    counts: countsOf(cells),
    evidence: Object.fromEntries(
      Object.keys(titles).map((by) => [by, found.filter((each) => each.by === by).flatMap((each) => each.evidence)]),
    ),
    conventions: [...new Set(cells.flatMap(({ convention }) => convention ?? []))].sort(),
    engines: Object.values(titles),
  };
}

function warnOfDifferences(
  context: RunContext<unknown>,
  cells: readonly WitnessRecord[],
  titles: Readonly<Record<string, string>>,
): void {
  for (const [by, title] of Object.entries(titles)) {
    const different = cells.filter((cell) => cell.by === by && cell.verdict === 'unexplained');
    if (different.length === 0) continue;
    // Cells may be called by levels of a confidential variable, results are not.
    const named = quoted([...new Set(different.map(({ node }) => node))]);
    const [values, them] =
      different.length === 1 ? ['another value', 'it'] : [`${different.length} other values`, 'them'];
    context.warn({
      code: 'witness-differs',
      message: `${title} finds ${values} in ${named}, and no convention explains ${them}`,
      param: 'from',
      severity: 'warning',
      hint: '`papermake show --json` of this step lists them',
    });
  }
}
