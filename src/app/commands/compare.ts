/** `papermake compare`: the cells of printed tables that differ from the results, by the comparisons of the pipeline. */
import type { NodeId } from '../../base/brand.ts';
import { quoted } from '../../base/text/quoted.ts';
import { shownTo, shownWithin } from '../../base/value.ts';
import type { ComparedCell } from '../../check/compare.ts';
import type { CellVerdict } from '../../check/verdicts.ts';
import { nodesOfKind } from '../../engine/graph.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { differingText, equalText } from '../show/checked.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { named, openSurvey, type Surveyed, wrong } from '../survey/open-survey.ts';
import { ownCommand } from '../terminal/own-name.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

export const compare: Command = {
  name: 'compare',
  summary: 'the cells of printed tables that differ from the results, by the `compare` steps of the pipeline',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const wanted = call.positionals.length === 0 ? undefined : named(surveyed, call.positionals);
    if (typeof wanted === 'number') return wanted;
    const all = nodesOfKind(surveyed.survey.graph.nodes, ({ name }) => name === 'compare').map(({ id }) => id);
    const ids = all.filter((id) => wanted === undefined || wanted.nodes.includes(id));
    if (ids.length === 0)
      return wrong(
        'no comparison with printed tables is declared here\nhint: a step of the kind `compare` names each printed table (docs/claims.md)',
      );
    return told(ids, all, surveyed, ownCommand('run', call));
  },
};

/** Verdicts of cells that say something else than what is printed, by more than the last digit. */
const OTHERWISE: readonly CellVerdict[] = ['stars', 'differs', 'sign', 'unmatched'];

/** Exit code 4 where a cell differs and nobody explained it. `all`: the nodes of all comparisons; `again`: the command that brings them up to date. */
function told(
  ids: readonly NodeId[],
  all: readonly NodeId[],
  { session, survey, json }: Surveyed,
  again: string,
): number {
  const { graph, store, decisions } = survey;
  const late = ids.filter((id) => decisions.get(id)?.is !== 'fresh');
  if (late.length > 0) {
    note(`papermake: ${quoted(late)} ${late.length === 1 ? 'is' : 'are'} not up to date\nhint: \`${again}\`\n`);
    return EXIT.failed;
  }
  const hides = confidentialIn(session, graph, store);
  // A step's summary and its report have the cells of its tables once more.
  const tables = ids.filter((id) => !graph.nodes.get(id)!.dependencies.some((each) => all.includes(each)));
  const found = tables.map((node) => ({ node, reader: recordedArtifact(store, store.last(node)!)! }));
  const differing = found.map(({ node, reader }) => {
    const cells = (reader.json('cells') as unknown as readonly ComparedCell[]).filter(
      ({ verdict }) => verdict !== 'same',
    );
    return { node, counts: reader.json('counts'), cells };
  });
  if (json) tellJson(shownWithin(differing, hides));
  else {
    for (const { node, reader } of found) tell(shownTo(differingText(node, reader), hides));
    tell(`${shownTo(equalText(found.map(({ reader }) => reader)), hides)}\n`);
  }
  const unexplained = differing
    .flatMap(({ cells }) => cells)
    .filter(({ verdict, explanation }) => OTHERWISE.includes(verdict) && explanation === null).length;
  if (unexplained === 0) return EXIT.done;
  note(
    `papermake: ${unexplained === 1 ? 'one cell differs' : `${unexplained} cells differ`} from what is printed, and nobody explained why\n`,
  );
  return EXIT.different;
}
