/** Finds columns that are likely to hold personal data: by their names and labels, and by the form of their values. */
import { attempt } from '../../../base/attempt.ts';
import { valueText } from '../../../frame/column.ts';
import { readColumns } from '../../../frame/ingest/file-columns.ts';
import { CODEBOOK, EXHIBITS } from '../files.ts';
import { isStandIn, MARK } from '../stand-in/place.ts';
import { type Finding, inLines, type Scan, type Scanned } from './scan.ts';

const NAMES: readonly (readonly [what: string, form: RegExp])[] = [
  [
    'names of persons',
    /^(first|last|given|family|middle|full|sur|nick|maiden|respondent|patient|student|person)[ _.-]?name$|^surname$|^姓名$/i,
  ],
  ['addresses of e-mail', /^e[ _-]?mail([ _-]?address)?$|^邮箱$/i],
  [
    'telephone numbers',
    /^(tele)?phone([ _-]?(no|number))?$|^(mobile|cell)([ _-]?(phone|no|number))?$|^(电话|手机)(号码?)?$/i,
  ],
  [
    'numbers of identity',
    /^(ssn|social[ _-]?security([ _-]?(no|number))?|passport([ _-]?(no|number))?|national[ _-]?id|id[ _-]?card|tax[ _-]?id)$|^身份证号?码?$/i,
  ],
  ['addresses of homes', /^(street|home|postal|mailing)[ _-]?address$|^street$|^(家庭)?住址$|^地址$/i],
  ['dates of birth', /^(dob|birth[ _-]?date|date[ _-]?of[ _-]?birth|birthday)$|^出生日期$/i],
  ['addresses of computers', /^ip([ _-]?address)?$/i],
];

const COORDINATE = /^(lat|latitude|lon|lng|long|longitude|gps.*|纬度|经度)$/i;
/** Four decimals of a degree are eleven metres. */
const EXACT = /^-?\d{1,3}\.\d{4,}$/;

const VALUES: readonly (readonly [what: string, form: RegExp])[] = [
  ['numbers of social security', /^\d{3}-\d{2}-\d{4}$/],
  ['numbers of identity', /^\d{17}[\dXx]$/],
  ['telephone numbers', /^(\+\d{1,3}[ -]?)?(\(\d{2,4}\)|\d{2,4})[ -]\d{3,4}[ -]\d{3,4}$|^\+\d{9,14}$|^1[3-9]\d{9}$/],
  ['addresses of e-mail', /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i],
];

const HINT =
  'drop the column from the file, code it, or say `provided: false`; where it is no person’s, accept the finding with a reason';

export const personal: Scan = {
  name: 'personal',
  tells: 'likely personal data: names, numbers of identity, telephones, exact coordinates',
  find: (scanned) => [
    ...[...scanned.files.keys()].flatMap((path) => inTable(path, scanned)),
    ...inLines(scanned, (path) => /\.(log|smcl|txt)$/i.test(path), inLog),
  ],
};

/** Forms of which a log or a text holds one by itself, within a line. */
const TOLD: readonly (readonly [what: string, form: RegExp])[] = [
  ['a number of social security', /(?<![\d.-])\d{3}-\d{2}-\d{4}(?![\d-])/],
  ['a number of identity', /(?<![\d.])[1-9]\d{5}(19|20)\d{9}[\dXx](?!\d)/],
  ['a telephone number', /(?<![\d.])(\+\d{1,3}[ -]?\(?\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}|\(\d{3}\) \d{3}-\d{4})(?!\d)/],
];

function inLog(line: string): Pick<Finding, 'message' | 'hint'> | undefined {
  const what = TOLD.find(([, form]) => form.test(line))?.[0];
  if (what === undefined) return undefined;
  return {
    message: `${what} is likely to stand here`,
    hint: 'take it out: programs print no data of persons, and a log need not be packed',
  };
}

/** The number of rows that the scan reads. */
const ROWS = 2000;

/** A column as it stands in a file, with the label that the file gives it. */
interface FileColumn {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
}

function inTable(path: string, scanned: Scanned): Finding[] {
  const { text } = scanned;
  if (path.startsWith('replication/') || path === EXHIBITS || isDrawn(path, text(path))) return [];
  if (path === CODEBOOK) return labelled(path, rowsOf(path, text(path) ?? '').slice(1));
  return columnsIn(path, scanned).flatMap(({ name, label, values }): Finding[] => {
    const byName = NAMES.find(([, form]) => form.test(name.trim()) || form.test(label.trim()))?.[0];
    const isExact = COORDINATE.test(name.trim()) && values.some((value) => EXACT.test(value));
    const byValue = VALUES.find(([, form]) => values.length > 0 && values.every((value) => form.test(value)))?.[0];
    const what = byName ?? (isExact ? 'exact coordinates' : byValue);
    if (what === undefined) return [];
    const at = isDelimited(path) ? { line: 1 } : {};
    return [{ path, ...at, message: `column \`${name}\` is likely to hold ${what}`, hint: HINT }];
  });
}

const isDelimited = (path: string): boolean => /\.(csv|tsv)$/i.test(path);

/** The columns of a file of data in any format that is read; none of other files, and of those that nobody can read. */
function columnsIn(path: string, { files, text }: Scanned): readonly FileColumn[] {
  if (isDelimited(path)) {
    const [head = [], ...body] = rowsOf(path, text(path) ?? '');
    return head.map((name, j) => ({ name, label: '', values: body.flatMap((cells) => cells[j] || []) }));
  }
  if (!/\.(dta|xlsx|parquet|jsonl)$/i.test(path)) return [];
  const read = attempt(() => readColumns(files.get(path)!, { file: path }));
  if (read === undefined) return [];
  const rows = Array.from({ length: Math.min(ROWS, read.nrows) }, (_, row) => row);
  return [...read.columns].map(([name, column]) => ({
    name,
    label: read.notes.get(name)?.label ?? '',
    values: rows.flatMap((row) => valueText(column, row) || []),
  }));
}

const rowsOf = (path: string, all: string): readonly (readonly string[])[] =>
  all
    .slice(0, 4_000_000)
    .split(/\r?\n/, ROWS)
    .map((line) => cellsOf(line, path));

/** Values of stand-in data are nobody's. */
const isDrawn = (path: string, all = ''): boolean =>
  isStandIn(path) && all.slice(0, all.indexOf('\n')).split(/[,\t]/).includes(MARK);

/** Labels of variables say the same of columns whose names do not. */
const labelled = (path: string, body: readonly (readonly string[])[]): Finding[] =>
  body.flatMap(([step, column, , label = ''], i) => {
    const what = NAMES.find(([, form]) => form.test(label.trim()))?.[0];
    return what === undefined
      ? []
      : [
          {
            path,
            line: i + 2,
            message: `\`${column}\` of \`${step}\` is likely to hold ${what}, by its label`,
            hint: HINT,
          },
        ];
  });

/** The cells of a line; line breaks within quotes are not looked for. */
function cellsOf(line: string, path: string): string[] {
  const sign = /\.tsv$/i.test(path) ? '\t' : line.includes(',') ? ',' : ';';
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (const each of line) {
    if (each === '"') quoted = !quoted;
    else if (each === sign && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += each;
  }
  return [...cells, cell];
}
