/** Places steps in columns, each to the right of all that it reads, in an order with few crossings. */
import type { StepView } from '../../app/view/model.ts';

export interface PlacedStep {
  readonly step: StepView;
  readonly column: number;
  /** Counts from 0 within the column. */
  readonly row: number;
}

export function layOut(steps: readonly StepView[]): PlacedStep[] {
  const column = new Map<string, number>();
  const depth = (name: string, above: readonly string[] = []): number => {
    const known = column.get(name);
    if (known !== undefined) return known;
    const step = steps.find((each) => each.name === name);
    if (!step || above.includes(name)) return -1;
    const own = 1 + Math.max(-1, ...step.reads.map((each) => depth(each, [...above, name])));
    column.set(name, own);
    return own;
  };
  for (const { name } of steps) depth(name);
  const columns: StepView[][] = [];
  for (const step of steps) {
    const at = column.get(step.name)!;
    columns[at] ??= [];
    columns[at].push(step);
  }
  const row = new Map<string, number>();
  for (const each of columns) {
    const middle = ({ reads }: StepView): number => {
      const rows = reads.flatMap((name) => row.get(name) ?? []);
      return rows.length === 0 ? 0 : rows.reduce((sum, r) => sum + r, 0) / rows.length;
    };
    each.sort((a, b) => middle(a) - middle(b));
    each.forEach(({ name }, i) => void row.set(name, i));
  }
  return columns.flatMap((each, c) => each.map((step, r) => ({ step, column: c, row: r })));
}
