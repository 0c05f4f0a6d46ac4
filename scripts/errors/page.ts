/** The text of docs/errors.md. */
import { type ErrorCode, errorCodes } from './codes.ts';

/** Where the source makes the message elsewhere than beside the code. */
const CORRECTED: Readonly<Record<string, readonly string[]>> = {
  'bad-fit': ['what is wrong with a fit that a command wrote'],
  'few-clusters': ['F(.): … clusters cannot test … restrictions'],
  'input-changed-meanwhile': ['`…` changed while the run was going on; `…` was not run'],
  'internal-error': ['Internal error: kind `…` threw in `…`: …'],
  'missing-file': ['there is no file `…`', '`…` is a folder, not a file'],
  'missing-output': ['`…` (the command) did not write what it declares, and what it printed'],
  'output-link': ['`…` leads through a symbolic link to another place than `out/`'],
  'step-code': ['what the compiler says of a step kind in `steps/`'],
  'type-mismatch': ['cannot compare … with …', 'both choices of `if` must be of one type, got … and …'],
  'unknown-field': ['unknown field `{…}` of a cell'],
  'unknown-term': [
    '`…` names `…`, which is no term of this table',
    '`indicate` names `…`, but no column has any of its terms …',
  ],
  'unknown-variable': [
    'unknown variable `…`',
    '`…` names `…`, which is no variable of this table',
    '`…` names `…`, which is no row of this table',
    '`…` has no column `…`',
  ],
  unsupported: [
    '`rows: own` is not supported at `stage: terms`',
    'the wild cluster bootstrap is not supported',
    '`common_sample` is not supported with `trim`',
  ],
};

/** First match counts. */
const SECTIONS: readonly (readonly [title: string, files: RegExp])[] = [
  ['The pipeline and the run', /^src\/(engine|app)\//],
  ['Expressions', /^src\/base\//],
  ['Data', /^src\/frame\/|^steps\/ingest/],
  ['Models and statistics', /^src\/econ\/|^steps\/(models|lib\/(model|split|variable|frame)|\w+\/numbers\/)/],
  ['Tables', /^src\/table\/|^steps\/(report|\w+\/table\.ts)/],
  ['Other steps', /./],
];

export const messagesOf = ({ code, messages }: ErrorCode): readonly string[] => CORRECTED[code] ?? messages;

export function errorsPage(): string {
  const codes = errorCodes();
  const sectionOf = (file: string): string => SECTIONS.find(([, files]) => files.test(file))![0];
  const sections = SECTIONS.flatMap(([title]) => {
    const own = codes.filter(({ file }) => sectionOf(file) === title);
    return own.length === 0
      ? []
      : [`## ${title}`, '', '| Code | What it says |', '| :--- | :--- |', ...own.map(line), ''];
  });
  return [
    '# Errors and warnings',
    '',
    'Generated from the source by `npm run generate`. `…` stands for what is filled in. A problem is printed with its place,',
    'the line it stands in, and often a hint:',
    '',
    '```',
    'pipeline.yaml:6:17  unknown step kind `describ`',
    '    about: {kind: describ, from: panel, variables: [y]}',
    '                  ~~~~~~~',
    'hint: did you mean `describe`?',
    '```',
    '',
    'What is wrong with the pipeline is told all at once and ends with exit code 2 before anything is written; what is wrong',
    'with values fails the node that meets them (exit code 1) and is told at `file:row:column` and at the YAML. The codes are',
    'in `run --json`.',
    '',
    ...sections,
  ].join('\n');
}

const line = (entry: ErrorCode): string => `| \`${entry.code}\` | ${messagesOf(entry).map(cell).join('<br>')} |`;

/** Code spans keep their characters; outside of them Markdown must not see markup, nor a table its bar. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
