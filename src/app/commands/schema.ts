import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { loadKinds, locate } from '../project.ts';
import { SCHEMA_FILE, schemaText } from '../schema.ts';
import { refuse } from '../surveyed.ts';
import { tell } from '../terminal.ts';

export const schema: Command = {
  name: 'schema',
  summary: `write ${SCHEMA_FILE} for editors, with the project's own step kinds`,
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, print: { type: 'boolean', help: 'print it instead' } },
  async run({ values }) {
    const { root } = locate({ directory: values.directory as string, file: values.file as string });
    const { kinds, problems } = await loadKinds(root);
    if (problems.length > 0) return refuse(problems, root);
    const text = schemaText(kinds);
    if (values.print === true) tell(text);
    else tell(`papermake: ${SCHEMA_FILE} ${write(join(root, SCHEMA_FILE), text)}\n`);
    return EXIT.done;
  },
};

function write(path: string, text: string): string {
  try {
    if (readFileSync(path, 'utf8') === text) return 'is up to date';
  } catch {
    // Not there yet.
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return 'written';
}
