/** Plans the further data of a user's own specification: a frame's columns or a result's records, each under a name. */
import { defined } from '../../../src/base/defined.ts';
import { isFrame } from '../../../src/base/reader.ts';
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import type { PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { FigureEntry, NamedData } from '../../../src/figure/option-schemas.ts';
import { partOf } from '../../../src/figure/rows/records.ts';
import { frameParts } from '../../../src/frame/stored/artifact.ts';
import { frameSource } from '../frame-source.ts';
import type { LayerSource } from './layers.ts';
import { compileFigureVariables } from './variables.ts';

export interface FurtherData {
  readonly named: readonly NamedData[];
  /** A source for each name. */
  readonly sources: readonly LayerSource[];
}

/** `path`: where the option stands. Undefined after a complaint. */
export function planFurtherData(entry: FigureEntry, path: YamlPath, plan: PlanContext): FurtherData | undefined {
  const named: NamedData[] = [];
  const sources: LayerSource[] = [];
  let isSound = true;
  const complain: PlanContext['complain'] = (complaint) => {
    isSound = false;
    plan.complain(complaint);
  };
  for (const name of entry.data === undefined ? [] : plan.keys(path)) {
    const said = entry.data![name]!;
    const at = (key: string): YamlPath => (key in said ? [...path, name, key] : [...path, name]);
    const nodes = plan.select(said.from, at('from'));
    const [node] = nodes ?? [];
    if (node === undefined || nodes!.length > 1) {
      isSound = false;
      if (node !== undefined) {
        const message = `\`${name}\` is one frame or result, got ${nodes!.length}`;
        complain({ code: 'several-sources', message, path: at('from'), hint: 'give each a name' });
      }
      continue;
    }
    if (said.columns === undefined) {
      const part = partOf(plan.artifact(node) ?? '', said.part);
      if (part === undefined || isFrame(plan.artifact(node) ?? '')) {
        const key = isFrame(plan.artifact(node) ?? '') ? 'columns' : 'part';
        const hint = key === 'columns' ? '`columns: [year, y]`' : 'as in `part: terms`';
        complain({ code: 'missing-key', message: `\`${name}\` needs \`${key}\``, path: at('from'), hint });
        continue;
      }
      named.push({ name, part });
      sources.push({ node, parts: [part], part });
      continue;
    }
    const frame = frameSource(node.id, at('from'), plan);
    if (frame === undefined) {
      isSound = false;
      continue;
    }
    const { columns, ...condition } = said;
    const { list, complaints } = compileFigureVariables(
      { levels: ['columns'] },
      { columns, ...defined({ sample: condition.sample, exclude: condition.exclude }) },
      frame.context,
      at,
    );
    for (const complaint of complaints) complain(complaint);
    named.push({ name, columns });
    sources.push({ node, parts: frameParts([...new Set([...variablesOfList(list), ...columns])].sort()), list });
  }
  return isSound ? { named, sources } : undefined;
}
