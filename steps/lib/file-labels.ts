/** Tells what data files say that their variables are, and what their values stand for, for whoever prints the results of a node. */
import { agreedByName } from '../../src/base/agreed.ts';
import type { NodeId } from '../../src/base/brand.ts';
import { isTimeType, type TimeType } from '../../src/base/calendar.ts';
import { memo } from '../../src/base/memo.ts';
import { isFrame } from '../../src/base/reader.ts';
import type { ColumnInfo, NodeSpec, PlanContext } from '../../src/engine/step.ts';

/** A label in whatever language the file has, or in both of a column that a step adds. */
export type FileLabel = string | NonNullable<ColumnInfo['labels']>;

export const labelIn = (label: FileLabel | undefined, language: string): string | undefined =>
  typeof label === 'object' ? label[language === 'zh' ? 'zh' : 'en'] : label;

export interface FileLabels {
  /** Variable → label other than its name. */
  readonly labels: Readonly<Record<string, FileLabel>>;
  /** Variable → number, as a text → label. */
  readonly valueLabels: Readonly<Record<string, NonNullable<ColumnInfo['valueLabels']>>>;
  /** Variable → the type of its times. */
  readonly times: Readonly<Record<string, TimeType>>;
}

/**
 * Labels of the columns of nodes that are frames, and of those that other nodes are made from, directly or through others. Those of a frame of
 * which only its run tells the columns, such as a query's, are looked for in what it is made from. What its values stand for is not known.
 */
export function labelsOfFiles(nodes: readonly NodeSpec[], plan: PlanContext): FileLabels {
  const labels: Record<string, FileLabel> = {};
  const valueLabels: FileLabels['valueLabels'][] = [];
  const times: Record<string, TimeType> = {};
  const seen = new Set<string>();
  const nodesOf = memo((step: string) => new Map(plan.nodes(step)?.map((each) => [each.id, each])));
  const visit = (id: NodeId, isKnown: boolean): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const step = id.split(/[.[@]/, 1)[0]!;
    const columns = plan.columns(step);
    for (const { name, label, labels: byLanguage = label, type, valueLabels: own } of columns ?? []) {
      if (isTimeType(type)) times[name] ??= type;
      if (byLanguage !== undefined && byLanguage !== name) labels[name] ??= byLanguage;
      if (own !== undefined && isKnown) valueLabels.push({ [name]: own });
    }
    const node = columns === undefined ? nodesOf(step).get(id) : undefined;
    if (node === undefined) return;
    const isOpenFrame = isFrame(plan.artifact(node) ?? '');
    for (const input of Object.values(node.inputs)) if (input.is === 'node') visit(input.node, isKnown && !isOpenFrame);
    // A node may name others whose columns its result speaks of, and that it makes anew by itself.
    for (const other of (node.view?.labelledBy ?? []) as NodeId[]) visit(other, isKnown && !isOpenFrame);
  };
  for (const { id } of nodes) visit(id, true);
  return { labels, valueLabels: agreedByName(valueLabels), times };
}
