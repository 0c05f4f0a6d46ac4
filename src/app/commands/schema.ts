/** `papermake schema`: writes the JSON schema of the pipeline for editors. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { quoted } from '../../base/text/quoted.ts';
import { needsTrust } from '../../engine/run/hidden/trusting.ts';
import { foreignInStore } from '../../engine/store/links.ts';
import { ProjectFiles, STORE, writeAtomically } from '../../engine/system/files.ts';
import { isTrusted } from '../../engine/system/trust.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { ownKindFiles } from '../kinds/own-kinds.ts';
import { SCHEMA_FILE, schemaText } from '../kinds/schema.ts';
import type { SchemaNames } from '../kinds/schema-names.ts';
import { loadKinds, locate, openProject, type Where, whereOf } from '../project.ts';
import { refuse } from '../survey/open-survey.ts';
import { note, tell } from '../terminal/terminal.ts';

export const schema: Command = {
  name: 'schema',
  summary: `write ${SCHEMA_FILE} for editors, with the project's own step kinds and names`,
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    plain: { type: 'boolean', help: 'without names of the pipeline: the same for every pipeline' },
    print: { type: 'boolean', help: 'print it instead' },
  },
  async run({ values }) {
    const where = whereOf({ values, positionals: [] });
    const { root, file } = locate(where);
    const trusted = where.trust === true || isTrusted(root);
    const own = trusted ? [] : ownKindFiles(root);
    if (own.length > 0) return refuse([needsTrust(`code of ${quoted(own)}, of which the schema is made`)], root);
    const allowOutside = values['allow-outside'] === true;
    const links = allowOutside ? [] : foreignInStore(root);
    if (links.length > 0) return refuse(links, root);
    const { kinds, problems } = await loadKinds(root, file, trusted);
    if (problems.length > 0) return refuse(problems, root);
    const names = values.plain === true ? undefined : await namesIn(where);
    if (names === 'unplanned')
      note(
        `papermake: the schema has no names of ${quoted([file])}, which has errors; \`papermake check\` names them\n`,
      );
    const text = schemaText(kinds, names === 'unplanned' ? undefined : names);
    if (values.print === true) tell(text);
    else if (new ProjectFiles(root, [], allowOutside).normalise(SCHEMA_FILE) === undefined)
      return refuse([outside], root);
    else tell(`papermake: ${SCHEMA_FILE} ${write(root, text)}\n`);
    return EXIT.done;
  },
};

/** The schema offers at most this many variables, since it repeats them at every key that takes one. */
const MOST = 200;

/** Names of steps, columns, variables, sets and samples, where the pipeline can be planned. Variables of which it speaks come first. */
async function namesIn(where: Where): Promise<SchemaNames | 'unplanned'> {
  const { expand } = await import('../../engine/pipeline/expand.ts');
  const { namedIn, samplesIn, setsIn, variablesAt } = await import('../editor/names.ts');
  const opened = await openProject(where);
  if (!opened.ok) return 'unplanned';
  const { spec, options, files } = opened.session;
  const { columns, problems } = expand(spec, options.kinds, files, new Map());
  if (problems.length > 0) return 'unplanned';
  const document = spec.source.value;
  const variables = variablesAt([], document, { spec, columns }).map(({ name }) => name);
  const spoken = new Set(spec.source.text.split(/[^\p{L}\p{N}_]+/u));
  return {
    steps: [...namedIn(document).keys()],
    variables: [...variables].sort((a, b) => Number(spoken.has(b)) - Number(spoken.has(a))).slice(0, MOST),
    sets: Object.keys(setsIn(document)).map((name) => `$${name}`),
    samples: Object.keys(samplesIn(document)),
  };
}

const outside: Problem = problemAt({
  code: 'output-link',
  message: `\`${SCHEMA_FILE}\` leads through a symbolic link to another place than the project`,
  hint: 'remove the link, or, where it is your own, `--allow-outside`',
});

/** Writes the schema where it has changed, and says which. As with outputs, a link in its place is replaced. */
function write(root: string, text: string): string {
  const path = join(root, SCHEMA_FILE);
  if (attempt(() => readFileSync(path, 'utf8')) === text) return 'is up to date';
  writeAtomically(path, text, { temporaries: join(root, STORE, 'tmp') });
  return 'written';
}
