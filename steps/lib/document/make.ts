/** Makes a document: puts the numbers of the results into the author's texts, and has an engine make the rest. */
import type { Artifact } from '../../../src/base/reader.ts';
import { FilledText } from '../../../src/document/filled.ts';
import { authorText } from '../../../src/document/text.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import type { FindBuilder } from '../../../src/table/builders/builder.ts';
import { tableOf } from '../report/table-of.ts';
import { sourceInputs } from '../report/table-params.ts';
import { engineOf } from './engines/registry.ts';
import { equationEdits } from './equations.ts';
import type { DocumentNodeParams } from './keys.ts';
import { numbersOf, unbound } from './numbers.ts';

type Context = RunContext<DocumentNodeParams>;

export async function makeDocument(context: Context, builderOf: FindBuilder): Promise<Artifact> {
  const { file, format, path, texts, tables, figures, equations } = context.params;
  const engine = engineOf(file, format);
  const authors = texts.map((name) => authorText(name, context.file(name).bytes()));
  const { edits, complaints: wrong } = numbersOf(authors, context);
  const isOwn = (name: string): boolean => name.startsWith('template:') || name.startsWith('program:');
  const ofTables = sourceInputs(Object.values(tables), builderOf);
  const others = context.inputs.filter(
    (name) => !texts.includes(name) && !name.startsWith('result:') && !ofTables.has(name),
  );
  const bytesOf = (names: readonly string[]): Map<string, Uint8Array> =>
    new Map(names.map((name) => [name, bytes(name, context)]));
  const {
    bytes: made,
    complaints,
    log,
  } = await engine.make({
    main: file,
    texts: new Map(
      authors.map((author) => [
        author.name,
        new FilledText(author, [...edits.get(author.name)!, ...equationEdits(author, equations)]),
      ]),
    ),
    files: bytesOf([
      ...others.filter((name) => !isOwn(name)),
      ...authors.flatMap(({ name, kind }) => (kind.isPlain ? [] : [name])),
    ]),
    tables: new Map(
      Object.entries(tables).map(([node, request]) => [
        node,
        { request, table: tableOf(request, context, builderOf, `tables.${node}.`) },
      ]),
    ),
    figures: new Map(Object.entries(figures)),
    equations: new Map(Object.entries(equations)),
    own: bytesOf(others.filter(isOwn)),
    signal: context.signal,
  });
  if (log !== undefined) context.log(log);
  const all = [...wrong, ...complaints];
  const errors = all.filter(({ severity }) => severity !== 'warning');
  if (errors.length > 0) context.fail(...errors);
  for (const warning of [...all, ...unbound(authors)]) context.warn(warning);
  return { type: 'files', parts: new Map([[path, made!]]) };
}

const bytes = (name: string, context: Context): Uint8Array =>
  name.startsWith('out/') ? context.artifact(name).bytes(name) : context.file(name).bytes();
