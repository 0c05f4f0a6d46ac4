/** The command `diff`: what moved in tables and claims between two sides, and why. */
import type { NodeId } from '../../base/brand.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { survey } from '../../engine/run/session.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { reportFormats } from '../diff/formats/registry.ts';
import type { CellMove } from '../diff/moves.ts';
import { sidesOf } from '../diff/operands.ts';
import { type DiffReport, reportOf } from '../diff/report.ts';
import { runName, runsOf } from '../diff/run-side.ts';
import { openProject, whereOf } from '../project.ts';
import { type ForOthers, forOthers } from '../survey/for-others.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { gridLines } from '../terminal/grid.ts';
import { tell, tellJson } from '../terminal/terminal.ts';

const names = reportFormats.map((format) => format.name);

export const diff: Command = {
  name: 'diff',
  summary: 'which cells and claims moved between two runs, commits or folders, by how much, and why',
  operands: '[A] [B]',
  arity: [0, 2],
  options: {
    ...projectOptions,
    ...jsonOption,
    format: { type: 'string', value: 'FORMAT', help: `${names.join(', ')} (${names[0]})` },
    runs: { type: 'boolean', help: 'the runs that moved something, by the names they have here' },
  },
  async run(call) {
    const asked = String(call.values.format ?? names[0]);
    const format = reportFormats.find(({ name }) => name === asked);
    const hint = didYouMean(asked, names) ?? `formats: ${names.join(', ')}`;
    if (!format) return wrong(`unknown format \`${asked}\`\nhint: ${hint}`);
    const opened = await openProject(whereOf(call));
    const json = call.values.json === true;
    if (!opened.ok) return refuse(opened.problems, opened.root, json);
    if (call.values.runs === true) return listRuns(opened, json);
    const sides = await sidesOf(opened, call.positionals, call.agent !== undefined);
    if (!sides.ok) return refuse(sides.problems, opened.root, json);
    try {
      const { session } = opened;
      const now = survey(session);
      const { graph, store } = now;
      const others = call.agent && forOthers(session, now);
      const hides = others?.hides ?? confidentialIn(session, graph, store);
      const whole = reportOf(sides.before, sides.after, { graph, source: () => session.spec.source, hides });
      const report = others ? ofEstimates(whole, others) : whole;
      if (json) tellJson(entriesOf(report));
      else tell(format.render(report));
      return EXIT.done;
    } finally {
      sides.dispose();
    }
  },
};

/** The report with those cells alone that show estimates, where anything is confidential. */
function ofEstimates(report: DiffReport, { isEstimate }: ForOthers): DiffReport {
  const isOpen = ({ column }: CellMove): boolean => isEstimate(column.node as NodeId | undefined);
  const tables = report.tables.map((table) => ({
    ...table,
    groups: table.groups.map((group) => ({ ...group, cells: group.cells.filter(isOpen) })),
  }));
  const lacking = report.tables.filter(({ cells }) => !cells.every(isOpen));
  const why = 'cells that show no estimates are not shown to agents, since variables are confidential';
  return {
    ...report,
    tables,
    unknown: [...report.unknown, ...lacking.map(({ table }) => ({ node: table, side: report.after, why }))],
  };
}

/** One list: cells, then claims, then what could not be compared. */
const entriesOf = ({ tables, claims, unknown }: DiffReport): object[] => [
  ...tables.flatMap(({ table, groups }) =>
    groups.flatMap(({ cells }) =>
      cells.map(({ panel, row, column, before, after, inStdErrors, because }) => ({
        table,
        ...(panel === null ? {} : { panel }),
        row: row.key,
        column: column.id,
        before: before?.value ?? before?.text ?? null,
        after: after?.value ?? after?.text ?? null,
        printed: [before?.text ?? null, after?.text ?? null],
        inStdErrors,
        because,
      })),
    ),
  ),
  ...claims.map(({ claim, before, after, because }) => ({ claim, before, after, because })),
  ...unknown.map(({ node, side, why }) => ({ unknown: node, in: side, why })),
];

function listRuns(
  { project, session }: Extract<Awaited<ReturnType<typeof openProject>>, { ok: true }>,
  json: boolean,
): number {
  const { moving } = runsOf(project.root, project.file, session.files);
  const runs = moving.map(({ record: { at, git, changed } }, i) => ({
    run: runName(moving.length - 1 - i),
    at: new Date(at).toISOString(),
    branch: git?.branch ?? null,
    commit: git?.head ?? null,
    nodes: changed.length,
  }));
  if (json) tellJson(runs);
  else if (runs.length === 0) tell('papermake: no run is on record\n');
  else {
    const rows = runs.map(({ run, at, branch, commit, nodes }) => [
      run,
      `${at.slice(0, 16).replace('T', ' ')} UTC`,
      [branch, commit?.slice(0, 7)].filter(Boolean).join(' '),
      `${nodes} ${nodes === 1 ? 'node' : 'nodes'} moved`,
    ]);
    tell(`${gridLines(rows, ['left']).join('\n')}\n`);
  }
  return EXIT.done;
}
