/** Finds columns that are likely to hold personal data: by their names and labels, and by the form of their values. */
import { isStandIn, MARK } from '../stand-in/place.ts';
import type { Finding, Scan, Scanned } from './scan.ts';

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
    ...[...scanned.files.keys()].filter((path) => /\.(csv|tsv)$/i.test(path)).flatMap((path) => inTable(path, scanned)),
  ],
};

/** The number of rows that the scan reads. */
const ROWS = 2000;

function inTable(path: string, { text }: Scanned): Finding[] {
  if (path.startsWith('replication/') || path === 'exhibits.csv' || isDrawn(path, text(path))) return [];
  const all = text(path);
  if (all === undefined) return [];
  const rows = all
    .slice(0, 4_000_000)
    .split(/\r?\n/, ROWS)
    .map((line) => cellsOf(line, path));
  const [head = [], ...body] = rows;
  if (path === 'codebook.csv') return labelled(path, body);
  return head.flatMap((name, column) => {
    const values = body.flatMap((cells) => (cells[column] ? [cells[column]] : []));
    const byName = NAMES.find(([, form]) => form.test(name.trim()))?.[0];
    const isExact = COORDINATE.test(name.trim()) && values.some((value) => EXACT.test(value));
    const byValue = VALUES.find(([, form]) => values.length > 0 && values.every((value) => form.test(value)))?.[0];
    const what = byName ?? (isExact ? 'exact coordinates' : byValue);
    return what === undefined
      ? []
      : [{ path, line: 1, message: `column \`${name}\` is likely to hold ${what}`, hint: HINT }];
  });
}

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
