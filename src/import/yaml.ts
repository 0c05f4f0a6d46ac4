/** Writes the draft of a project as `pipeline.yaml`, with the line of the script beside each part. */
import { stringify } from 'yaml';
import type { Draft, DraftEntry, DraftStep, Value } from './draft.ts';

/** `script`: the name of the file that was read. */
export function pipelineOf({ steps, labels, sets }: Draft, script: string): string {
  const head = `# Made from ${script} by \`papermake import\`: import-report.md says what became of each line.\npapermake: 1\n`;
  const variables = [...labels].map(([name, label]) => `  ${flow(name)}: {label: ${flow(label)}}\n`).join('');
  const lists = [...sets].map(([name, words]) => `  ${flow(name)}: ${flow(words)}\n`).join('');
  const body = steps.map((step) => written(step, script)).join('');
  const part = (key: string, text: string): string => (text === '' ? '' : `${key}:\n${text}`);
  return `${head}${part('variables', variables)}${part('sets', lists)}steps:${steps.length === 0 ? ' {}\n' : `\n${body}`}`;
}

/** One value on one line. */
const flow = (value: Value): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd();

/** The line of the script; nothing of what no line of it says. */
const from = (script: string, line: number): string => (line === 0 ? '' : ` # ${script}:${line}`);

const LONG = 100;

function written({ name, kind, keys, entries, entriesKey, line }: DraftStep, script: string): string {
  const lines = [`  ${flow(name)}:${from(script, line)}`, `    kind: ${kind}`];
  for (const [key, value] of keys) {
    const text = flow(value);
    if (text.length > LONG && typeof value === 'object' && !Array.isArray(value)) {
      lines.push(`    ${key}:`);
      for (const [inner, each] of Object.entries(value)) lines.push(`      ${flow(inner)}: ${flow(each as Value)}`);
    } else lines.push(`    ${key}: ${text}`);
  }
  if (entriesKey === 'columns')
    lines.push('    columns:', ...entries.map((entry) => `      - ${column(entry)}${from(script, entry.line)}`));
  if (entriesKey === 'tables') lines.push('    tables:', ...entries.flatMap((entry) => table(entry, script)));
  return `${lines.join('\n')}\n`;
}

const column = ({ id, keys }: DraftEntry): string => flow({ id, ...Object.fromEntries(keys) });

const table = ({ id, keys, line }: DraftEntry, script: string): string[] => [
  `      ${flow(id)}:${from(script, line)}`,
  ...[...keys].map(([key, value]) => `        ${key}: ${flow(value)}`),
];
