/** Makes a table, of the one table model, from an audit's findings. */
import type { Row, Table } from '../table/table.ts';
import type { AuditFinding } from './audit.ts';
import { severities } from './audit.ts';

const HEADERS = ['Severity', 'Table', 'Cell', 'Rule'];

/** A message without its backticks, which are for terminals. */
const plain = (message: string): string => message.replaceAll('`', '');

/** A message with a capital at its beginning, but for `t = 2.6`, which keeps its small letter. */
const sentence = (message: string): string =>
  `${/^\w =/.test(message) ? message : message.slice(0, 1).toUpperCase() + message.slice(1)}.`;

export type FindingCounts = Readonly<Record<AuditFinding['severity'], number>>;

export const countFindings = (findings: readonly AuditFinding[]): FindingCounts =>
  Object.fromEntries(
    severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
  ) as FindingCounts;

/**
 * The table of findings. Their messages are a column where the format breaks long texts (`wide`); otherwise they stand below, numbered.
 */
export function findingsTable(
  step: string,
  findings: readonly AuditFinding[],
  sources: readonly string[],
  wide: boolean,
): Table {
  const counts = countFindings(findings);
  const rows = findings.map((finding, i): Row => {
    const texts = [
      finding.severity,
      finding.table,
      finding.cell,
      finding.rule,
      ...(wide ? [plain(finding.message)] : []),
    ];
    return {
      key: String(i + 1),
      label: wide ? String(i + 1) : `[${i + 1}]`,
      section: 'body',
      cells: texts.map((text) => ({ is: 'text', text })),
    };
  });
  const sum = severities
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`)
    .join(', ');
  return {
    id: `${step}.findings`,
    sources,
    caption: 'What the arithmetic of the tables contradicts',
    label: `tab:${step}-findings`,
    stub: '',
    spanners: [],
    columns: [...HEADERS, ...(wide ? ['What the arithmetic shows'] : [])].map((header) => ({ header })),
    panels: [{ title: null, rows }],
    notes: [
      findings.length === 0 ? 'Nothing was found.' : `${sum}. An error cannot be, however the figures were rounded.`,
      ...(wide ? [] : findings.map(({ message }, i) => `[${i + 1}] ${sentence(plain(message))}`)),
    ],
    language: 'en',
    data: { columns: [], rows: findings },
  };
}
