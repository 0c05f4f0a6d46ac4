/** Makes a document: puts the numbers of the results into the author's texts, and has an engine make the rest. */
import type { Artifact } from '../../../src/base/reader.ts';
import { follow } from '../../../src/check/results.ts';
import { type Edit, FilledText } from '../../../src/document/filled.ts';
import { formatOf, type Mark, marksOf, setAs } from '../../../src/document/marks.ts';
import type { AuthorText } from '../../../src/document/text.ts';
import { kindOfText } from '../../../src/document/text-kinds.ts';
import { numbersIn } from '../../../src/document/unmarked.ts';
import type { Complaint, RunContext } from '../../../src/engine/step.ts';
import { plainNumber, textNumber } from '../../../src/table/text-number.ts';
import { tableOf } from '../report/table-of.ts';
import { engines } from './engines/registry.ts';
import type { NodeParams } from './keys.ts';
import { NAMED_NUMBERS, resultInput } from './reading.ts';

type Context = RunContext<NodeParams>;

export async function makeDocument(context: Context): Promise<Artifact> {
  const { file, format, path, texts, tables, figures } = context.params;
  const engine = engines.find(({ from, to }) => file.endsWith(from) && to === format)!;
  const authors = texts.map((name): AuthorText => ({ name, text: context.file(name).text(), kind: kindOfText(name) }));
  const { edits, complaints: wrong } = numbersOf(authors, context);
  const isOwn = (name: string): boolean => name.startsWith('template:') || name.startsWith('program:');
  const sources = Object.values(tables).flatMap(({ groups }) =>
    groups.flatMap((group) => group.sources.map(({ node }) => node)),
  );
  const others = context.inputs.filter(
    (name) => !texts.includes(name) && !name.startsWith('result:') && !sources.includes(name),
  );
  const bytesOf = (names: readonly string[]): Map<string, Uint8Array> =>
    new Map(names.map((name) => [name, bytes(name, context)]));
  const {
    bytes: made,
    complaints,
    log,
  } = await engine.make({
    main: file,
    texts: new Map(authors.map((author) => [author.name, new FilledText(author, edits.get(author.name)!)])),
    files: bytesOf(others.filter((name) => !isOwn(name))),
    tables: new Map(
      Object.entries(tables).map(([node, request]) => [
        node,
        { request, table: tableOf(request, context, `tables.${node}.`) },
      ]),
    ),
    figures: new Map(Object.entries(figures)),
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

/** The results in the place of what the texts print, by text; a number that is another than it was printed is told. */
function numbersOf(
  authors: readonly AuthorText[],
  context: Context,
): { readonly edits: ReadonlyMap<string, readonly Edit[]>; readonly complaints: readonly Complaint[] } {
  const complaints: Complaint[] = [];
  const edits = authors.map((author): [string, Edit[]] => [
    author.name,
    marksOf(author).flatMap((mark) => {
      const text = { is: 'text', file: author.name, start: mark.at[0], end: mark.at[1] } as const;
      const { number, refused } = resultOf(mark, context);
      if (number === undefined) {
        complaints.push({ ...refused!, text });
        return [];
      }
      if (mark.printed !== '' && plainNumber(mark.printed) !== number)
        complaints.push(moved(mark, number, author.name, text));
      if (author.kind.marksStay)
        return plainNumber(mark.printed) === number ? [] : [{ at: mark.printedAt, by: setAs(number, mark, author) }];
      return [{ at: mark.at, by: mark.printed === '' ? number : setAs(number, mark, author) }];
    }),
  ]);
  return { edits: new Map(edits), complaints };
}

interface Result {
  readonly number?: string;
  readonly refused?: Complaint;
}

/** The number that a mark stands for, as it is printed. */
function resultOf({ of, printed }: Mark, { params, artifact }: Context): Result {
  const source = params.numbers[of]!;
  if (source.is === 'named') {
    const all = artifact(resultInput('numbers')).json(NAMED_NUMBERS) as Record<string, { text: string }>;
    return { number: all[of]!.text };
  }
  const { node, part, rest } = source.result;
  const found = follow(artifact(resultInput(node)).json(part), rest, node);
  if (found.is === 'absent') return { refused: { code: 'unknown-result', message: found.message, hint: found.hint } };
  const why = found.is === 'invalid' ? found.why : 'it is no number';
  if (found.is === 'invalid' || typeof found.value !== 'number')
    return { refused: { code: 'no-value', message: `\`${of}\` cannot be printed: ${why}` } };
  return { number: textNumber(found.value, formatOf(printed)) };
}

const moved = ({ of, printed }: Mark, number: string, file: string, text: Complaint['text']): Complaint => ({
  code: 'stale-number',
  message: `\`${of}\` is ${printed} in the text; the document prints ${number}`,
  severity: 'warning',
  hint: `\`papermake check ${file} --write\` puts it into the text`,
  text,
});

const FEW = 8;

/** Numbers that stand beside no name, in one warning. */
function unbound(authors: readonly AuthorText[]): Complaint[] {
  const all = authors.flatMap((author) =>
    numbersIn(author).map(({ printed, at }) => ({
      said: `${author.name}:${author.text.slice(0, at).split('\n').length} ${printed}`,
      text: { is: 'text', file: author.name, start: at, end: at + printed.length } as const,
    })),
  );
  if (all.length === 0) return [];
  const listed = all.slice(0, FEW).map(({ said }) => said);
  if (all.length > FEW) listed.push(`${all.length - FEW} more`);
  return [
    {
      code: 'unbound-number',
      message: `numbers without a mark: ${listed.join(', ')}`,
      severity: 'warning',
      hint: `\`papermake check --unbound ${authors[0]!.name}\` tells which of them are results`,
      text: all[0]!.text,
    },
  ];
}
