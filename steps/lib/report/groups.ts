/** The nodes that a table shows, as the plan knows them. */
import { defined } from '../../../src/base/defined.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { SourceView } from '../../../src/table/builders/builder.ts';
import type { TableEntry } from '../../../src/table/options/option-schemas.ts';
import { listOf, settledSpanners, settledStats } from '../../../src/table/options/options.ts';
import type { PlannedGroup, PlannedSource } from '../../../src/table/request.ts';
import { labelsOfFiles } from '../file-labels.ts';
import { isPlanned, termsPlanned, wordsOf } from '../planned-results.ts';
import type { AskedColumn } from './computed/column-asks.ts';
import type { OptionPaths } from './table-place.ts';

/** A source with the origins of its node's parameters. */
export type ShownSource = PlannedSource & {
  readonly origins: NonNullable<NodeSpec['origins']>;
  readonly column: AskedColumn;
};
export type ShownGroup = Omit<PlannedGroup, 'sources'> & { readonly sources: readonly ShownSource[] };

type PanelEntry = NonNullable<TableEntry['panels']>[number];
type PanelRequest = Omit<PanelEntry, 'title'> & { readonly title: string | null };

/** The groups that an entry shows; undefined after a complaint, and while levels of a split are not known. */
export function plannedGroups(entry: TableEntry, place: OptionPaths, plan: PlanContext): ShownGroup[] | undefined {
  if ((entry.from === undefined) === (entry.panels === undefined)) {
    const hint = '`from: STEP` shows the columns of a step';
    const message =
      entry.from === undefined
        ? 'expected `from` or `panels`, got neither'
        : 'expected either `from` or `panels`, got both';
    return void plan.complain(place.complaint({ code: 'missing-from', message, option: '', key: true, hint }));
  }
  const asked: readonly PanelRequest[] = entry.panels ?? [{ title: null, from: entry.from! }];
  const groups = asked.map((panel, i) => {
    const at = entry.panels ? [...place.table, 'panels', i, 'from'] : [...place.table, 'from'];
    const sources = selected(panel.from, at, plan);
    return sources && { title: panel.title, sources, ...ownOptions(panel) };
  });
  return groups.every((group) => group !== undefined) ? groups : undefined;
}

/** Statistics, rows and headings of a panel, where it has its own. */
function ownOptions({ rows, stats, headers, outcome, spanners }: PanelRequest) {
  const settled = stats === undefined ? undefined : settledStats({ stats });
  return defined({
    rows,
    stats: settled?.stats ?? undefined,
    computed: settled?.computed,
    headers,
    outcome,
    spanners: settledSpanners(spanners),
  });
}

/** The sources that references name; every one is looked up, so that all that are wrong are told at once. */
function selected(from: string | readonly string[], at: YamlPath, plan: PlanContext): ShownSource[] | undefined {
  const found = listOf(from).map((reference, i) => plan.select(reference, typeof from === 'string' ? at : [...at, i]));
  if (found.some((nodes) => nodes === undefined)) return undefined;
  return found.flatMap((nodes) => nodes!.map((node) => plannedSource(node, plan)));
}

function plannedSource(node: NodeSpec, plan: PlanContext): ShownSource {
  const { header, level, spanner, split, show, lincom, nlcom, oster, tests, weights, parts, titles } = node.view ?? {};
  const words = wordsOf(node);
  const splitOn = typeof split === 'string' && typeof level === 'string' ? { column: split, level } : null;
  const spanners = (Array.isArray(spanner) ? spanner : [spanner]).filter((text) => typeof text === 'string');
  const { labels, valueLabels, times } = labelsOfFiles([node], plan);
  const terms = termsPlanned(node, plan);
  return {
    node: node.id,
    column: askedColumn(node, terms, (Array.isArray(show) ? show : []) as unknown as AskedColumn['stages'], plan),
    labels,
    valueLabels,
    times,
    origins: node.origins ?? {},
    type: plan.artifact(node),
    // The variables in results of other nodes are known only once these ran, so any known variable may be among them.
    params: isPlanned(node, plan)
      ? node.params
      : [plan.project.variables, labels, valueLabels].flatMap((known) => Object.keys(known)),
    terms,
    ...(Array.isArray(node.view?.panel) && { alsoNamed: node.view.panel as string[] }),
    view: {
      header: typeof header === 'string' ? header : '',
      spanners,
      split: splitOn,
      ...(typeof node.view?.difference === 'string' ? { difference: node.view.difference } : {}),
      ...(Array.isArray(show) ? { stages: show as unknown as NonNullable<SourceView['stages']> } : {}),
      ...(node.view?.margins === true ? { margins: true } : {}),
      ...(words && { words }),
      ...(titles && { titles: titles as unknown as NonNullable<SourceView['titles']> }),
      ...(lincom === true ? { lincom } : {}),
      ...(nlcom === true ? { nlcom } : {}),
      ...(oster === true ? { oster } : {}),
      ...(Array.isArray(tests) ? { tests: tests as string[] } : {}),
      ...(Array.isArray(parts) ? { parts: parts as string[] } : {}),
      ...(weights ? { weights: weights as unknown as NonNullable<SourceView['weights']> } : {}),
    },
  };
}

/** A node as computed rows see it. */
function askedColumn(
  node: NodeSpec,
  terms: AskedColumn['terms'],
  stages: AskedColumn['stages'],
  plan: PlanContext,
): AskedColumn {
  const declared = plan.result(node);
  const { data } = node.inputs;
  const spec = declared?.isOwn === true ? declared.result.model?.(node) : undefined;
  const isModel = spec !== undefined && data?.is === 'node';
  return {
    node: node.id,
    terms,
    stages,
    stats: Object.keys(wordsOf(node)?.stats ?? {}),
    ...(isModel && { fit: { spec: spec as unknown as NonNullable<AskedColumn['fit']>['spec'], data: data.node } }),
    ...(node.at && { origin: { path: node.at } }),
  };
}
