/** Commands that read and save data: `use`, `import`, `save`, `preserve`, `append`, `merge`. */
import { type DraftNode, plainName, type Value } from '../../draft.ts';
import { NotUnderstood, type Outcome } from '../../outcome.ts';
import { isFar, pathOfProject } from '../../paths.ts';
import { madeBy } from '../../programs.ts';
import type { Reading } from '../reading.ts';
import { Options, type Statement } from '../statement.ts';
import { namesOf } from '../terms.ts';
import { piecesOf, tight, unquoted, wordsOf } from '../text.ts';
import { commandsOf, nothing, type StataCommand } from './command.ts';

/** The path of a file as the project has it. A place on a disk of the author's becomes the folder `data`. */
export function pathOf(written: string, reading: Reading, ending: string): string {
  const plain = unquoted(written).replaceAll('\\', '/');
  const whole = /\.\w+$/.test(plain) ? plain : `${plain}${ending}`;
  const there = isFar(whole) || reading.folder === '' ? whole : `${reading.folder}/${whole}`;
  const path = pathOfProject(there);
  reading.files.set(path, there);
  return path;
}

interface FileKeys {
  readonly keys: Readonly<Record<string, Value>>;
  /** The name that Stata gives a column of the file. */
  readonly nameOf?: (column: string) => string;
  /** Is true where Stata calls the columns `v1`, `v2`, … by their places. */
  readonly isNameless?: true;
}

/** The step that reads a file; the same file is read once. */
function ingest(
  path: string,
  reading: Reading,
  { keys, nameOf = (column) => column, isNameless }: FileKeys,
): DraftNode {
  const source = JSON.stringify([path, keys, isNameless]);
  if (reading.data.reread(source)) return reading.data.node;
  const made = madeBy(reading.draft, path);
  if (made !== undefined) {
    const step = reading.draft.add('derive', made.split('.').at(-1)!, reading.line, { from: made });
    reading.data.clear();
    reading.data.begin(step, false);
    reading.files.delete(path);
    reading.data.isOf(source);
    return { step };
  }
  const step = reading.draft.add(
    'ingest',
    plainName(
      path
        .split('/')
        .at(-1)!
        .replace(/\.\w+$/, ''),
    ),
    reading.line,
    { file: path, ...keys },
  );
  const columns = reading.host.columns(reading.files.get(path) ?? path, keys);
  if (columns === undefined)
    reading.note(`\`${path}\` was not found, so the names of its columns are taken from the do-file`);
  reading.data.clear();
  reading.data.begin(
    step,
    true,
    columns && new Map(columns.map((column, i) => [isNameless === true ? `v${i + 1}` : nameOf(column), column])),
  );
  reading.data.isOf(source);
  return { step };
}

const read = (path: string, reading: Reading, keys: FileKeys): Outcome => ({
  is: 'became',
  nodes: [ingest(path, reading, keys)],
});

const use: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('clear', 'nolabel', 'replace');
  options.end();
  const file = statement.using ?? statement.body;
  if (file === '') throw new NotUnderstood('`use` names no file');
  const saved = reading.saved.get(savedName(file));
  const outcome =
    saved === undefined ? read(pathOf(file, reading, '.dta'), reading, { keys: {} }) : resumed(saved, reading);
  if (statement.condition !== undefined) reading.data.keep(reading.data.condition(statement.condition), reading.line);
  return outcome;
};

function resumed(saved: unknown, reading: Reading): Outcome {
  reading.data.resume(saved);
  return nothing('it goes on with data that were saved before');
}

/** A name by which a saved file is found again. */
const savedName = (path: string): string =>
  unquoted(path)
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/\.dta$/, '');

/** Stata makes names of a text file of small letters. */
const plainColumn = (column: string): string => column.replace(/[^\p{L}\p{M}\p{N}_]/gu, '');
const lowered = (column: string): string => plainColumn(column).toLowerCase();

const importData: StataCommand['run'] = (statement, reading) => {
  const [, word = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(statement.body) ?? [];
  if (/^exc/.test(word)) return excel(statement, rest, reading);
  if (/^delim/.test(word)) return delimited(statement, statement.using ?? rest, reading);
  throw new NotUnderstood(`\`import ${word}\` is not read`, 'save the data as .dta or .csv and read that');
};

function delimited(statement: Statement, file: string, reading: Reading): Outcome {
  const options = new Options(statement);
  options.pass(
    'clear',
    'stringc_ols',
    'numericc_ols',
    'asdouble',
    'asfloat',
    'bindq_uotes',
    'maxquotedrows',
    'tab',
    'comma',
    'names',
    'double',
  );
  const [delimiter, encoding, row, letters] = [
    options.value('delimiters', 5),
    options.value('encoding'),
    options.value('varnames', 4),
    options.value('case'),
  ];
  options.end();
  const sign =
    delimiter === undefined
      ? undefined
      : unquoted(piecesOf(delimiter)[0]!.trim())
          .replace(/^\\t$|^tab$/, '\t')
          .replace(/^comma$/, ',');
  const outcome = read(pathOf(file, reading, '.csv'), reading, {
    keys: {
      ...(row !== undefined && /^\d+$/.test(row) && { header: Number(row) }),
      ...(sign !== undefined && sign !== ',' && { delimiter: sign }),
      ...(encoding !== undefined && !/utf-?8/i.test(encoding) && { encoding: unquoted(encoding).toLowerCase() }),
    },
    ...(row === 'nonames' && { isNameless: true }),
    nameOf: letters === undefined || letters === 'lower' ? lowered : plainColumn,
  });
  if (row !== 'nonames') return outcome;
  if (reading.data.variables.names() === undefined)
    throw new NotUnderstood(
      'a file without a row of names that was not found is not read',
      'put the data where the do-file has them and import it again',
    );
  reading.data.holdsHeader(reading.line);
  return outcome;
}

function excel(statement: Statement, rest: string, reading: Reading): Outcome {
  const options = new Options(statement);
  options.pass('clear', 'allstr_ing');
  const [sheet, range, letters] = [options.value('sheet'), options.value('cellrange', 7), options.value('case')];
  if (!options.has('firstrow', 5))
    throw new NotUnderstood(
      'an Excel file without `firstrow` has the names A, B, C',
      'write `names:` into the step, or `firstrow` into the do-file',
    );
  options.end();
  const [, first] = /^[A-Z]*(\d+)/.exec(range ?? '') ?? [];
  if (range !== undefined && (!/^A?\d*:?/.test(range) || /:[A-Z]/.test(range)))
    throw new NotUnderstood('a range of cells that ends is not read', 'write `header:` and `footer:` into the step');
  return read(pathOf(statement.using ?? rest, reading, '.xlsx'), reading, {
    keys: {
      ...(sheet !== undefined && { sheet: unquoted(sheet) }),
      ...(first !== undefined && first !== '1' && { header: Number(first) }),
    },
    nameOf: letters === 'lower' ? lowered : plainColumn,
  });
}

const insheet: StataCommand['run'] = (statement, reading) =>
  delimited(statement, statement.using ?? statement.body, reading);

/** The path of a text by `using`, whose ending says to papermake that it is one. Throws NotUnderstood. */
function textPath({ using = '' }: Statement, reading: Reading): string {
  if (!/\.(?:txt|csv|tsv)$/i.test(using))
    throw new NotUnderstood(`\`${using}\` is no text by its ending`, 'name the file `.txt`, there and in the do-file');
  return pathOf(using, reading, '.txt');
}

const TYPES = /^(?:byte|int|long|float|double|str\d*)$/;

/** `infix id 1-4 year 5-8 using f.txt`: places of characters. */
const infix: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('clear');
  options.end();
  const words = wordsOf(tight(statement.body, /(-)/)).filter((word) => !TYPES.test(word));
  const widths: Record<string, Value> = {};
  for (let i = 0; i < words.length; i += 2) {
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(words[i + 1] ?? '') ?? [];
    if (first === undefined || !/^[\p{L}_]/u.test(words[i]!))
      throw new NotUnderstood('this form of `infix` is not read', 'write `infix id 1-4 year 5-8 using file`');
    widths[words[i]!] = [Number(first), Number(last ?? first)];
  }
  return read(textPath(statement, reading), reading, { keys: { widths } });
};

/** `infile id year y using f.raw`: values that blanks part, without a row of names. */
const infile: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('clear');
  options.end();
  const names = wordsOf(statement.body).filter((word) => !TYPES.test(word));
  if (names.length === 0 || names.some((name) => !/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name)))
    throw new NotUnderstood('`infile` with a dictionary is not read', 'write `infile id year y using file.raw`');
  return read(textPath(statement, reading), reading, { keys: { names, delimiter: 'blanks' } });
};

const save: StataCommand['run'] = (statement, reading) => {
  const { data } = reading;
  data.frame();
  reading.saved.set(savedName(statement.body), data.aside());
  return nothing('papermake keeps the results of every step');
};

const preserve: StataCommand['run'] = (_, reading) => {
  reading.preserved.push(reading.data.aside());
  return nothing('the data of every step stay');
};

const restore: StataCommand['run'] = (statement, reading) => {
  const kept = /\bpreserve\b/.test(statement.text) ? reading.preserved.at(-1) : reading.preserved.pop();
  if (kept === undefined) throw new NotUnderstood('no `preserve` that was read stands before it');
  if (!/\bnot\b/.test(statement.text)) reading.data.resume(kept);
  return nothing('later lines read the data from before `preserve`');
};

interface OtherData {
  readonly frame: string;
  readonly columns: readonly string[] | undefined;
}

/** The step of another data set, with the columns that it has. */
function other(file: string, reading: Reading): OtherData {
  const saved = reading.saved.get(savedName(file));
  return reading.data.elsewhere(() => {
    if (saved === undefined) ingest(pathOf(file, reading, '.dta'), reading, { keys: {} });
    else reading.data.resume(saved);
    reading.data.plain();
    return { frame: reading.data.frame(), columns: reading.data.variables.names() };
  });
}

/** The name of the step of another data set. */
export const frameOf = (file: string, reading: Reading): string => other(file, reading).frame;

const append: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass('force', 'nolabel', 'nonotes');
  options.end();
  const { data } = reading;
  const files = wordsOf(statement.using ?? '').map((file) => other(file, reading).frame);
  if (files.length === 0) throw new NotUnderstood('`append` names no file');
  const from = data.frame();
  data.reshape('append', reading.line, { from: [from, ...files], unmatched: 'keep' });
  return { is: 'became', nodes: [data.node] };
};

/** Rows of the other data that match none go with `keep(1 3)` and `keep(3)`, which are the merges that a pipeline has. */
const merge: StataCommand['run'] = (statement, reading) => {
  const { data, line } = reading;
  const [, how, list] = /^(1:1|m:1|1:m|n:1)\s+(.*)$/s.exec(statement.body) ?? [];
  if (how === undefined)
    throw new NotUnderstood('this form of `merge` is not read', 'write `merge 1:1` or `merge m:1` with the keys');
  const options = new Options(statement);
  const [keep, using] = [options.value('keep'), options.value('keepusing', 5)];
  options.pass('nogen_erate', 'gen_erate', 'noreport', 'nolabel', 'nonotes', 'assert', 'force', 'sorted');
  options.end();
  const kept = new Set(
    wordsOf(keep ?? '').map(
      (word) =>
        ({ '1': 'master', master: 'master', mas: 'master', '3': 'match', match: 'match', mat: 'match' })[word] ?? word,
    ),
  );
  if ([...kept].some((word) => word !== 'master' && word !== 'match'))
    throw new NotUnderstood(
      'a merge that keeps rows of the other data alone is not read',
      'write `keep(1 3)` or `keep(3)`, or `keep(master match)`, into it',
    );
  const keys = namesOf(list!, data);
  const { frame, columns } = other(statement.using ?? '', reading);
  data.merge(
    {
      from: frame,
      keys,
      how: how.replace('n', 'm'),
      ...(using !== undefined && { columns: wordsOf(using) }),
      ...(columns !== undefined && { known: columns }),
      unmatched: keep === undefined || kept.has('master') ? 'keep' : 'drop',
    },
    line,
  );
  if (keep === undefined) {
    reading.note('rows that the other data alone have are left out, as after `drop if _merge == 2`');
    data.doubt(line);
  }

  if (!options.has('nogenerate', 5)) data.variables.lose(options.value('generate', 3) ?? '_merge', line);
  return { is: 'became', nodes: [data.node] };
};

const example: StataCommand['run'] = (statement, reading) => {
  reading.note(`\`${statement.body}\` is an example of Stata’s: save it as a file of the project`);
  return read(`data/${plainName(unquoted(statement.body))}.dta`, reading, { keys: {} });
};

export const files: readonly StataCommand[] = [
  ...commandsOf('u_se', 'data', () => use),
  ...commandsOf('import', 'data', () => importData),
  ...commandsOf('insheet', 'data', () => insheet),
  ...commandsOf('infix', 'data', () => infix),
  ...commandsOf('inf_ile', 'data', () => infile),
  ...commandsOf('sysuse webuse', 'data', () => example),
  ...commandsOf('sa_ve saveold', 'other', () => save),
  ...commandsOf('preserve', 'other', () => preserve),
  ...commandsOf('restore', 'data', () => restore),
  ...commandsOf('app_end', 'data', () => append),
  ...commandsOf('mer_ge', 'data', () => merge),
];
