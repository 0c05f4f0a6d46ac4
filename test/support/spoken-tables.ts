/** Tables of every result of a project that a table can show, in both languages: with the usual statistics and with all. */
import type { GraphNode } from '../../src/engine/graph.ts';
import type { Builder } from '../../src/table/builders/builder.ts';
import { statLabels } from '../../src/table/words/stat-labels.ts';
import { tables } from '../../steps/registry.ts';
import { builtInKinds } from './built-in.ts';
import { Plans } from './plans.ts';

/** Nodes of a step that one table shows. */
interface Shown {
  readonly step: string;
  readonly builder: Builder;
  readonly nodes: GraphNode[];
}

const levelsOf = (column: string) => (column === 'q_region' ? ['丘陵', '平原'] : ['3', '上游', '下游']);

function shownIn(root: string, pipeline: string): Shown[] {
  const planned = new Plans(root, builtInKinds, levelsOf).whole(pipeline);
  if (!('graph' in planned)) throw new Error(planned.map(({ message }) => message).join('\n'));
  const found: Shown[] = [];
  for (const node of planned.graph.nodes.values()) {
    const type = node.artifact ?? node.loaded.kind.artifact;
    const builder = typeof type === 'string' ? tables.of(type) : undefined;
    if (builder === undefined || node.id.includes('@')) continue;
    const beside = found.find((each) => each.step === node.step && each.builder === builder && builder.sideBySide);
    if (beside) beside.nodes.push(node);
    else found.push({ step: node.step, builder, nodes: [node] });
  }
  return found;
}

const tabulated = ['row', 'column', 'cell'];
const ofRegimes = Object.keys(statLabels);

/** Statistics that such a table has not: those that a step must be asked for, and those of another view. */
const ABSENT: Readonly<Record<string, (name: string, show: string | undefined, node: GraphNode) => boolean>> = {
  'by-group': (name) => name === 'pAdjusted',
  tabulate: (name, _, { params }) =>
    (params as { readonly by?: string | null }).by ? ['share', 'cumulative'].includes(name) : tabulated.includes(name),
  threshold: (name, show) => ofRegimes.includes(name) !== (show === 'regimes') && name !== 'rss' && name !== 'f',
};

function statsOf({ builder, nodes }: Shown, show: string | undefined): string[] {
  const own = (builder.hasFits ? nodes : []).flatMap(({ view }) => {
    const { words } = (view ?? {}) as { readonly words?: { readonly stats: object } };
    return Object.keys(words?.stats ?? {});
  });
  const isAbsent = ABSENT[builder.type] ?? (() => false);
  return [...new Set([...builder.stats, ...own])].filter((name) => !isAbsent(name, show, nodes[0]!));
}

/** Parameters without which a step has nothing to show in a view: those of experiments. */
const ASKED: Readonly<Record<string, string>> = {
  ...{ joint: 'control', late: 'takeUp', subgroups: 'subgroups', balance: 'balance', attrition: 'attrition' },
  ...{ bounds: 'bounds', randomisation: 'inference', power: 'inference' },
};

/** Views by level are of matchings within levels alone, and views of experiments of steps that ask for them. */
function viewsOf({ builder, nodes }: Shown): readonly string[] {
  const params = nodes[0]!.params as Readonly<Record<string, unknown>>;
  const isAsked = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : (value ?? null) !== null);
  return (builder.shows ?? []).filter((view) =>
    builder.type === 'experiment' && view in ASKED
      ? isAsked(params[ASKED[view]!])
      : !view.endsWith('-by') || 'by' in params,
  );
}

/** Looks that tables of regressions have besides. */
const LOOKS: readonly string[] = [
  'layout: rows',
  'se_as: ci, as: {exponentiate: true, level: [90, 95]}',
  'cell: "{b}{stars} [{t}]\\n{p}", outcome: row',
];

/** Entries of `tables:` by their names. */
export function tableEntries(root: string, pipeline: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [s, shown] of shownIn(root, pipeline).entries()) {
    const { builder, nodes, step } = shown;
    const from = `from: [${nodes.map(({ id }) => JSON.stringify(id)).join(', ')}]`;
    const looks = [
      ...[undefined, ...viewsOf(shown)].flatMap((show) =>
        ['', ...(builder.stats.length > 0 ? [`stats: [${statsOf(shown, show).join(', ')}]`] : [])].map((stats) =>
          [...(show === undefined ? [] : [`show: ${show}`]), ...(stats === '' ? [] : [stats])].join(', '),
        ),
      ),
      ...(builder.type === 'fit' ? LOOKS : []),
    ];
    for (const [i, look] of looks.entries())
      for (const lang of ['en', 'zh'])
        entries.set(
          `${step}_${s}_${i}_${lang}`,
          `{${[from, `lang: ${lang}`, 'notes: full', look].filter((text) => text !== '').join(', ')}}`,
        );
  }
  return entries;
}
