/** The report of an import: what became of each line of a script, and what needs its author. */
import { kindNamed } from '../../../steps/registry.ts';
import { count } from '../../frame/complaint.ts';
import { nodeName } from '../../import/draft.ts';
import type { Imported } from '../../import/imported.ts';
import type { Outcome, ReportedLine } from '../../import/outcome.ts';

/** The name of its file. */
export const REPORT = 'import-report.md';

export interface ImportCounts {
  readonly lines: number;
  readonly became: number;
  /** Steps that start programs, in a project that is trusted. */
  readonly command: number;
  readonly nothing: number;
  readonly unread: number;
  /** Estimates that the pipeline has. */
  readonly estimates: number;
}

const isEstimating = (kind: string): boolean =>
  kindNamed(kind)?.results?.some(({ isTrial }) => isTrial === true) === true;

export function countsOf({ lines, draft }: Imported): ImportCounts {
  const are = (is: Outcome['is']): number => lines.filter(({ outcome }) => outcome.is === is).length;
  const estimates = draft.steps.reduce(
    (sum, { kind, entries, entriesKey }) =>
      sum + (isEstimating(kind) ? (entriesKey === 'columns' ? entries.length : 1) : 0),
    0,
  );
  return {
    lines: lines.length,
    became: are('became'),
    command: are('command'),
    nothing: are('nothing'),
    unread: are('unread'),
    estimates,
  };
}

/** Says in words what became of a line. */
export function outcomeWords({ outcome }: ReportedLine): string {
  switch (outcome.is) {
    case 'became':
      return outcome.nodes.map((node) => `\`${nodeName(node)}\``).join(', ');
    case 'command':
      return `command step ${outcome.nodes.map((node) => `\`${nodeName(node)}\``).join(', ')}: look at what it reads and writes; \`papermake trust\` lets it run`;
    case 'nothing':
      return `no effect here: ${outcome.why}`;
    case 'unread':
      return `not understood: ${outcome.why}${outcome.hint === undefined ? '' : `; ${outcome.hint}`}`;
    default:
      return outcome satisfies never;
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
const code = (text: string): string => (text.trim() === '' ? '' : `\`\` ${cell(text).replace(/`{2,}/g, '`')} \`\``);

/** Markdown. */
export function reportOf(imported: Imported, script: string, missing: readonly string[]): string {
  const counts = countsOf(imported);
  const { lines } = imported;
  const unread = lines.filter(({ outcome }) => outcome.is === 'unread');
  const noted = lines.filter(({ notes }) => notes.length > 0);
  const parts = [
    `# What became of ${script}`,
    `${count(counts.lines, 'line')}: ${counts.became} became parts of the pipeline, ${counts.command} start programs, ${counts.nothing} have no effect there, ${counts.unread} were not understood. ${count(counts.estimates, 'estimate')}.`,
    ...(missing.length === 0 ? [] : ['## Data that were not found', missing.map((path) => `- \`${path}\``).join('\n')]),
    ...(unread.length === 0
      ? []
      : [
          '## What was not understood',
          [
            '| line | | why, and what to write |',
            '|---|---|---|',
            ...unread.map(
              (line) =>
                `| ${line.line} | ${code(line.text)} | ${cell(outcomeWords(line).replace('not understood: ', ''))} |`,
            ),
          ].join('\n'),
        ]),
    ...(noted.length === 0
      ? []
      : ['## What to look at', noted.map(({ line, notes }) => `- line ${line}: ${notes.join('; ')}`).join('\n')]),
    '## Every line',
    [
      '| line | | became |',
      '|---|---|---|',
      ...lines.map((line) => `| ${line.line} | ${code(line.text)} | ${cell(outcomeWords(line))} |`),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
