/** The folder of a package in which everything runs on stand-in data: the pipeline, what it reads, and drawn files in the place of those that are not passed on. */
import { parseDocument, type Scalar, visit } from 'yaml';
import { attempt } from '../../../base/attempt.ts';
import { defined } from '../../../base/defined.ts';
import { type Problem, problemAt, Refusal } from '../../../base/problem.ts';
import type { GraphNode } from '../../../engine/graph.ts';
import { type Column, TextBuilder } from '../../../frame/column.ts';
import { DataError } from '../../../frame/complaint.ts';
import type { Declaration } from '../../../frame/declared/declaration.ts';
import { Frame } from '../../../frame/frame.ts';
import { readColumns } from '../../../frame/ingest/file-columns.ts';
import { writeCsv } from '../../../frame/write-csv.ts';
import { filesRead } from '../../survey/files-read.ts';
import type { Surveyed } from '../../survey/open-survey.ts';
import { isPassedOn } from '../facts.ts';
import type { Source } from '../sources.ts';
import { rawColumn } from './column.ts';
import { drawStandIn, type Original, type StandIn } from './draw.ts';
import { MARK, SYNTHETIC, standInPath } from './place.ts';
import { recipeOf } from './recipe.ts';

/** Keys of a step that say how its file is laid out; a stand-in is laid out plainly. */
const LAYOUT = ['encoding', 'sheet', 'delimiter', 'decimal', 'header', 'names', 'widths', 'skip', 'footer'] as const;

/** A file that is drawn in the place of another. */
interface Drawn {
  readonly source: Source;
  /** Path of the original, and of the stand-in in its folder. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Columns of text, by the names that the pipeline gives them. */
  readonly texts: readonly string[];
  /** The step that reads it as data; undefined where a program does. */
  readonly ingest: GraphNode | undefined;
}

/** `needed`: whatever the pipeline reads and the package holds, with the pipeline itself. Nothing where no source has a stand-in. */
export function standInFiles(
  sources: readonly Source[],
  needed: ReadonlyMap<string, Uint8Array>,
  surveyed: Surveyed,
): { readonly files: ReadonlyMap<string, Uint8Array> } | { readonly problems: readonly Problem[] } {
  const { file: pipeline } = surveyed.session.options;
  const declared = sources.filter((source) => source.declared.stand_in !== undefined);
  if (declared.length === 0) return { files: new Map() };
  const problems = sources.flatMap((source) => contradictionOf(source, surveyed));
  const drawn = (problems.length > 0 ? [] : declared).flatMap((source) =>
    source.files.flatMap(({ path }): Drawn[] => {
      try {
        return [drawnFor(source, path, surveyed)];
      } catch (error) {
        if (!(error instanceof Refusal) && !(error instanceof DataError)) throw error;
        problems.push(refusedAt(error, path, source, surveyed));
        return [];
      }
    }),
  );
  if (problems.length > 0) return { problems };
  const files = new Map([...needed].map(([path, bytes]) => [`${SYNTHETIC}/${path}`, bytes]));
  for (const { to, text } of drawn) files.set(`${SYNTHETIC}/${to}`, Buffer.from(text));
  const text = new TextDecoder().decode(needed.get(pipeline)!);
  files.set(`${SYNTHETIC}/${pipeline}`, Buffer.from(pipelineOn(drawn, text)));
  return { files };
}

/** Refuses a stand-in of a source that is passed on, and a source without one beside those that have it. */
function contradictionOf(source: Source, surveyed: Surveyed): Problem[] {
  const { step, declared } = source;
  if (isPassedOn(source) !== (declared.stand_in !== undefined)) return [];
  const diagnostic = isPassedOn(source)
    ? {
        message: `\`${step}\` is passed on, and \`stand_in\` is for data that are not`,
        hint: 'take `stand_in` out, or say `provided: false`',
      }
    : {
        message: `the data of \`${step}\` are not passed on either, and without them nothing runs on stand-in data`,
        hint: 'say `stand_in: {}` of this source too',
      };
  return [problemAt({ code: 'package-stand-in', ...diagnostic }, placeOf(source, surveyed))];
}

const placeOf = ({ step, declared }: Source, { session }: Surveyed) =>
  session.spec.source.locate(['package', 'sources', step, ...(declared.stand_in === undefined ? [] : ['stand_in'])]);

function refusedAt(error: Refusal | DataError, path: string, source: Source, surveyed: Surveyed): Problem {
  const { message, hint } =
    error instanceof Refusal ? error : { message: error.complaints[0]!.message, hint: undefined };
  return problemAt(
    { code: 'package-stand-in', message: `no stand-in of \`${path}\` can be drawn: ${message}`, hint },
    placeOf(source, surveyed),
  );
}

function drawnFor(source: Source, path: string, surveyed: Surveyed): Drawn {
  const nodes = filesRead(surveyed).get(path)!;
  const ingest = nodes.find(({ loaded }) => loaded.name === 'ingest');
  const isPlain = /\.(csv|tsv)$/i.test(path);
  const program = nodes.find(({ loaded }) => loaded.name !== 'ingest');
  if (program !== undefined && !isPlain)
    throw new Refusal('stand-in-format', `\`${program.id}\` reads it by itself, in a format that is not written`, {
      hint: 'a stand-in is CSV: let an `ingest` step read the file, or give the program a CSV file',
    });
  const bytes = surveyed.session.files.read(path)!;
  const params = (ingest?.params ?? {}) as unknown as Declaration;
  const { rename, types, levels, missing, not_missing, panel } = params;
  const layout = Object.fromEntries(LAYOUT.map((key) => [key, params[key]]));
  const declaration = defined({ ...layout, file: path, rename, types, levels, missing, not_missing }) as Declaration;
  const { columns, nrows } = readColumns(bytes, declaration);
  const original: Original = {
    path,
    nrows,
    columns: [...columns].map(([name, column]) => rawColumn(name, column)),
    ...(panel !== undefined && { panel }),
  };
  const drawn = drawStandIn(original, recipeOf(source.declared.stand_in!));
  const inFile = new Map(Object.entries(rename ?? {}).map(([from, to]) => [to, from]));
  return {
    source,
    from: path,
    // A program finds its file by the name that it knows.
    to: program === undefined ? standInPath(path) : path,
    text: textOf(drawn, (name) => inFile.get(name) ?? name, /\.tsv$/i.test(path) && program !== undefined ? '\t' : ','),
    texts: original.columns.flatMap(({ name, is }) => (is === 'text' ? [name] : [])),
    ingest,
  };
}

function textOf(drawn: StandIn, nameOf: (name: string) => string, delimiter: ',' | '\t'): string {
  const nrows = [...drawn.values()][0]?.length ?? 0;
  const columnOf = (text: (row: number) => string): Column => {
    const builder = new TextBuilder(nrows);
    for (let row = 0; row < nrows; row++) builder.set(row, text(row));
    return builder.finish();
  };
  const columns = new Map([...drawn].map(([name, texts]) => [nameOf(name), columnOf((row) => texts[row]!)]));
  columns.set(
    MARK,
    columnOf(() => '1'),
  );
  return writeCsv(Frame.of(columns, nrows), [...columns.keys()], delimiter);
}

const HEAD = ` SYNTHETIC STAND-IN DATA. This pipeline reads drawn files where the paper's own are not passed on.
 Whatever it makes shows that everything runs, and nothing about the paper's results.`;

/** The pipeline with stand-ins in the place of files, laid out plainly and without the column that marks them. */
function pipelineOn(drawn: readonly Drawn[], text: string): string {
  const document = parseDocument(text);
  const place = new Map(drawn.map(({ from, to }) => [from, to]));
  visit(document, {
    Scalar(_, node: Scalar) {
      const to = typeof node.value === 'string' ? place.get(node.value.replace(/^\.\//, '')) : undefined;
      if (to !== undefined) node.value = to;
    },
  });
  for (const { ingest, texts } of drawn) {
    if (ingest === undefined) continue;
    const step = ['steps', ingest.step];
    if (!document.hasIn(step)) continue;
    for (const key of LAYOUT) document.deleteIn([...step, key]);
    const types = (attempt(() => document.toJS().steps[ingest.step].types) ?? {}) as Record<string, string>;
    for (const [name, type] of Object.entries(types)) document.setIn([...step, 'types', name], type.split('(')[0]);
    for (const name of texts) if (types[name] === undefined) document.setIn([...step, 'types', name], 'string');
    const isNamed = document.hasIn([...step, 'columns']) || document.hasIn([...step, 'keep']);
    if (!isNamed) document.setIn([...step, 'drop'], [...dropped(document.getIn([...step, 'drop'])), MARK]);
  }
  document.commentBefore = [HEAD, document.commentBefore].filter(Boolean).join('\n\n');
  return document.toString({ lineWidth: 0 });
}

const dropped = (said: unknown): readonly string[] => {
  const list = (said as { toJSON?(): unknown } | undefined)?.toJSON?.() ?? said;
  return Array.isArray(list) ? list.map(String) : typeof list === 'string' ? [list] : [];
};
