/** Plans the layers of a figure: what each shows, which variables it reads, and what is wrong with its keys. */
import { defined } from '../../../src/base/defined.ts';
import { unknownVariable } from '../../../src/base/expression/check.ts';
import { isFrame } from '../../../src/base/reader.ts';
import { scopeOf } from '../../../src/econ/compile/keys.ts';
import type { VariableList } from '../../../src/econ/compile/variable-list.ts';
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import type { InputSpec, NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { Layer, LayerEntry } from '../../../src/figure/layer-options.ts';
import { markNamed } from '../../../src/figure/layers/marks/registry.ts';
import type { FigureEntry } from '../../../src/figure/option-schemas.ts';
import type { Plot } from '../../../src/figure/plot.ts';
import { partOf } from '../../../src/figure/rows/records.ts';
import { frameParts } from '../../../src/frame/stored/artifact.ts';
import { type FrameSource, frameSource } from '../frame-source.ts';
import { faultsOf, type MergedLayer } from './layer-faults.ts';
import { compileFigureVariables } from './variables.ts';

export interface LayerSource {
  readonly node: NodeSpec;
  readonly parts: readonly string[] | 'all';
  readonly list?: VariableList;
  readonly part?: string;
}

export interface PlannedLayers {
  readonly layers: readonly Layer[];
  readonly sources: readonly LayerSource[];
  /** Columns whose levels are groups, places or panels. */
  readonly groups: readonly string[];
}

/** Keys that a layer takes from the figure where it says none. */
const inherited = ['x', 'y', 'by', 'sample', 'exclude', 'part'] as const;
const numeric = ['x', 'y', 'low', 'high'] as const;

/** `nodes`: those that the figure's `from` names. Undefined after a complaint. */
export function planLayers(
  entry: FigureEntry,
  nodes: readonly NodeSpec[],
  plot: Plot,
  plan: PlanContext,
  pathOf: (key: string) => YamlPath,
): PlannedLayers | undefined {
  const layers: Layer[] = [];
  const sources: LayerSource[] = [];
  const groups = new Set<string>();
  let isSound = true;
  const complain: PlanContext['complain'] = (complaint) => {
    isSound = false;
    plan.complain(complaint);
  };
  let hasPanels = entry.facet === undefined;
  let lastFrame: FrameSource | undefined;
  for (const [i, said] of (entry.layers ?? []).entries()) {
    const place = (key: string): YamlPath => (key in said ? [...pathOf('layers'), i, key] : pathOf(key));
    const layer = merged(entry, said);
    const faults = faultsOf(said, layer);
    for (const { key, ...fault } of faults)
      complain({
        ...fault,
        path: key === undefined || !(key in said) ? [...pathOf('layers'), i] : place(key),
        key: fault.code === 'unknown-key',
      });
    if (faults.length > 0) continue;
    const own = isFixed(layer) ? [] : said.from === undefined ? nodes : plan.select(said.from, place('from'));
    if (own === undefined) {
      isSound = false;
      continue;
    }
    const frames = own.filter((node) => isFrame(plan.artifact(node) ?? ''));
    if (frames.length > 0 && own.length > 1) {
      complain({
        code: 'several-sources',
        message: `a layer shows one frame, got ${own.map(({ id }) => `\`${id}\``).join(', ')}`,
        path: said.from === undefined ? [...pathOf('layers'), i] : place('from'),
        hint: '`from` in the layer names it',
      });
      continue;
    }
    for (const node of own) {
      const type = plan.artifact(node);
      if (type === null || plot.reads(type, defined({ part: layer.part })) !== undefined) continue;
      const message = `the plot \`${plot.name}\` shows no \`${type}\`, which \`${node.id}\` is`;
      complain({ code: 'no-figure', message, path: place('from'), hint: `it shows ${plot.shows}` });
    }
    const first = sources.length;
    if (frames.length === 0) {
      hasPanels ||= own.length > 0;
      for (const node of own) {
        const part = partOf(plan.artifact(node) ?? '', layer.part);
        sources.push({ node, parts: part === undefined ? 'all' : [part], ...defined({ part: layer.part }) });
      }
      layers.push(
        settled(
          layer,
          own.map((_, k) => first + k),
          [],
        ),
      );
      continue;
    }
    const frame = frameSource(own[0]!.id, place('from'), plan);
    if (frame === undefined) {
      isSound = false;
      continue;
    }
    lastFrame = frame;
    const scope = scopeOf(frame.context);
    // The type of a column is known once it is read.
    const isColumn = (name: unknown): boolean =>
      typeof name === 'string' && (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || scope.type(name) === 'text');
    const plain = (['x', 'y'] as const).filter((key) => isColumn(layer[key]));
    const numbers = numeric.filter((key) => typeof layer[key] === 'string' && !plain.includes(key as 'x' | 'y'));
    const levels = [...(['by', 'label'] as const).filter((key) => typeof layer[key] === 'string'), ...plain];
    const compiled = compileFigureVariables({ numbers, levels }, layer, frame.context, place);
    for (const complaint of compiled.complaints) complain(complaint);
    const panel = entry.facet?.by;
    const isSplit = panel !== undefined && scope.type(panel) !== undefined;
    hasPanels ||= isSplit;
    const columns = [...levels.map((key) => String(layer[key])), ...(isSplit ? [panel] : [])];
    for (const name of columns) groups.add(name);
    sources.push({
      node: own[0]!,
      parts: frameParts([...new Set([...variablesOfList(compiled.list), ...columns])].sort()),
      list: compiled.list,
    });
    layers.push(settled(compiled.options, [first], plain));
  }
  if (isSound && !hasPanels && lastFrame !== undefined) {
    const unknown = unknownVariable(entry.facet!.by, scopeOf(lastFrame.context), { start: 0, end: 0 });
    complain({ code: unknown.code, message: unknown.message, hint: unknown.hint, path: [...pathOf('facet'), 'by'] });
  }
  return isSound ? { layers, sources, groups: [...groups] } : undefined;
}

/** Tells whether all layers that show something say what, and there is one. */
export const nameTheirOwn = (layers: FigureEntry['layers'] = []): boolean => {
  const showing = layers.filter((layer) => !isFixed(layer));
  return showing.length > 0 && showing.every(({ from }) => from !== undefined);
};

const isFixed = ({ mark, text }: Pick<MergedLayer, 'mark' | 'text'>): boolean => mark === 'rule' || text !== undefined;

/** The layer with what the figure says of all, of the keys that its mark reads. */
function merged(entry: FigureEntry, { from: _, ...said }: LayerEntry): MergedLayer {
  const { reads } = markNamed(said.mark);
  const isNamed = said.text !== undefined || said.mark === 'rule';
  const taken = inherited.filter(
    (key) =>
      entry[key] !== undefined &&
      !(key in said) &&
      (key === 'part' || (reads as readonly string[]).includes(key)) &&
      !(isNamed && key !== 'part') &&
      !(key === 'y' && said.statistic === 'count') &&
      !(key === 'by' && said.name !== undefined),
  );
  const { by, ...others } = { ...Object.fromEntries(taken.map((key) => [key, entry[key]])), ...said };
  return { ...others, ...(typeof by === 'string' ? { by } : {}) };
}

/** Conditions stand in the list of variables, and not in the layer. */
function settled(
  { sample: _, exclude: __, ...layer }: MergedLayer,
  sources: readonly number[],
  columns: readonly ('x' | 'y')[],
): Layer {
  return { ...layer, sources, ...(columns.length > 0 ? { columns } : {}) };
}

/** Inputs by the nodes that layers read, each with all parts that any of them reads. */
export function layerInputs(sources: readonly LayerSource[]): [string, InputSpec][] {
  const found = new Map<string, readonly string[] | 'all'>();
  for (const { node, parts } of sources) {
    const known = found.get(node.id);
    found.set(node.id, known === 'all' || parts === 'all' ? 'all' : [...new Set([...(known ?? []), ...parts])].sort());
  }
  return sources.flatMap(({ node }): [string, InputSpec][] => {
    const parts = found.get(node.id);
    found.delete(node.id);
    return parts === undefined ? [] : [[node.id, { is: 'node', node: node.id, parts }]];
  });
}
