/** Tables of data: which columns of a frame a table shows, what it may not show, and how the rows are read. */

import type { Json } from '../../../src/base/json.ts';
import { isFrame } from '../../../src/base/reader.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import type { PlanContext, RunContext } from '../../../src/engine/step.ts';
import { type Column, isText, valueText } from '../../../src/frame/column.ts';
import { frameParts, readFrame } from '../../../src/frame/stored/artifact.ts';
import type { FindBuilder } from '../../../src/table/builders/builder.ts';
import { frameTable, MOST_ROWS, type ShownColumn } from '../../../src/table/builders/frame.ts';
import type { OptionFinding } from '../../../src/table/finding.ts';
import type { TableEntry } from '../../../src/table/options/option-schemas.ts';
import { Provenances } from '../provenance.ts';

/** More columns fit no page. */
const MOST_COLUMNS = 40;

/** Finds the builder of a table: of data where its entry names columns, or where no other shows results of the type. */
export const withFrames =
  (find: FindBuilder, columns: readonly string[] | undefined): FindBuilder =>
  (type) =>
    isShownAsData(type, columns) ? frameTable : find(type);

/** True where a table of a node of this type shows its rows; those of an index do where the table names columns. */
export const isShownAsData = (type: string | null, columns: readonly string[] | undefined): boolean =>
  type === 'frame' || (columns !== undefined && (type === null || isFrame(type)));

/** Options that choose among results, of which data have none. */
const ofResults = ['keep', 'drop', 'order', 'indicate', 'spanners', 'headers'] as const;

/** Complains of a table's options that do not go with data, or go with data alone. */
export function dataOptions(entry: TableEntry, type: string | null): OptionFinding[] {
  if (isShownAsData(type, entry.columns)) {
    const said = ofResults.filter((option) => entry[option] !== undefined);
    const hint = '`columns` chooses columns, `rename` heads them, and `where` of a step that makes data chooses rows';
    return said.map((option) => ({
      code: 'no-results',
      message: `\`${option}\` is of tables of results, and this one shows data`,
      option,
      key: true,
      hint,
    }));
  }
  if (entry.columns === undefined) return [];
  const message = `\`columns\` chooses columns of data, and this table shows a \`${type}\``;
  return [
    {
      code: 'no-frame',
      message,
      option: 'columns',
      key: true,
      hint: '`keep`, `drop` and `stats` choose among results',
    },
  ];
}

/** The columns that a table shows of the frames it is made of; findings where it cannot. */
export function shownColumns(
  nodes: readonly string[],
  columns: readonly string[] | undefined,
  plan: PlanContext,
): { readonly columns: readonly string[]; readonly findings: readonly OptionFinding[] } {
  const findings: OptionFinding[] = [];
  const provenances = new Provenances(plan, []);
  const steps = [...new Set(nodes.map((id) => id.split(/[.[@]/, 1)[0]!))];
  const shown = columns ?? plan.columns(steps[0]!)?.map(({ name }) => name);
  if (shown === undefined) {
    const message = `only its run tells which columns \`${steps[0]}\` has`;
    return {
      columns: [],
      findings: [{ code: 'missing-columns', message, option: 'from', hint: '`columns: [a, b]` chooses them' }],
    };
  }
  for (const step of steps) {
    const known = plan.columns(step)?.map(({ name }) => name);
    shown.forEach((name, i) => {
      const at = columns === undefined ? {} : { option: 'columns', at: [i] };
      const option = columns === undefined ? 'from' : 'columns';
      if (known !== undefined && !known.includes(name)) {
        const message = `\`${step}\` has no column \`${name}\``;
        const hint = didYouMean(name, known) ?? `columns: ${quoted(known)}`;
        findings.push({ code: 'unknown-variable', message, option, hint, ...at });
      } else if (provenances.of(step, name).confidential) {
        const message = `\`${name}\` is confidential, and a table would show its values`;
        const hint =
          columns === undefined
            ? '`columns: [a, b]` chooses others'
            : `leave it out, or declare \`variables: {${name}: {confidential: false}}\` where its values may be shown`;
        findings.push({ code: 'confidential', message, option, hint, ...at });
      }
    });
  }
  if (columns === undefined && shown.length > MOST_COLUMNS) {
    const message = `\`${steps[0]}\` has ${shown.length} columns, more than the ${MOST_COLUMNS} that a table takes`;
    findings.push({ code: 'too-many-columns', message, option: 'from', hint: '`columns: [a, b]` chooses some' });
  }
  return { columns: shown, findings };
}

/** The parts of a frame that a table of these columns reads. */
export const partsOfColumns = (columns: readonly string[]): readonly string[] => frameParts(columns);

/** Gives the builder what it reads of a frame, as a node runs. */
export function openFrame(node: string, columns: readonly string[], context: RunContext<unknown>, param: string) {
  const stored = context.artifact(node);
  if (!isFrame(stored.type))
    return context.fail({
      code: 'no-frame',
      message: `\`columns\` chooses columns of data, and \`${node}\` is a \`${stored.type}\``,
      param,
    });
  const frame = readFrame(stored);
  if (frame.nrows > MOST_ROWS)
    return context.fail({
      code: 'too-many-rows',
      message: `\`${node}\` has ${frame.nrows} rows, more than the ${MOST_ROWS} that a table prints`,
      hint: 'a `collapse` makes fewer, and so does `where` of a step that reads or queries data',
      param,
    });
  const shown = columns.map((name) => shownColumn(name, frame.typed(name), frame.nrows));
  return (part: string): Json | undefined => (part === 'columns' ? (shown as unknown as Json) : undefined);
}

function shownColumn(name: string, column: Column, nrows: number): ShownColumn {
  const rows = Array.from({ length: nrows }, (_, row) => row);
  if (isText(column) || column.type !== 'number')
    return { name, is: 'texts', values: rows.map((row) => valueText(column, row)) };
  const { values } = column;
  return { name, is: 'numbers', values: rows.map((row) => (Number.isFinite(values[row]) ? values[row]! : null)) };
}
