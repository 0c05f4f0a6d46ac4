/** Text of a log in SMCL, the markup of Stata's results: what a terminal shows of it. Source: `help smcl`. */

/** Tells whether a text is in SMCL. */
export const isSmcl = (text: string): boolean => /^\s*\{smcl\}/.test(text);

/** The width for lines that fill the screen. */
const SCREEN = 78;
/** Blanks that one directive makes are at most as many as a line of a log may have. */
const WIDEST = 255;

/** O(length). */
export const textOfSmcl = (text: string): string => text.split('\n').map(lineOf).join('\n');

interface Open {
  /** Gives the text between the brace and here, with its directives carried out. */
  text: string;
  /** Column at which the directive stands, from 0. */
  readonly column: number;
}

function lineOf(line: string): string {
  const open: Open[] = [{ text: '', column: 0 }];
  for (const piece of line.split(/([{}])/)) {
    const inner = open.at(-1)!;
    if (piece === '{') open.push({ text: '', column: inner.column + inner.text.length });
    else if (piece === '}' && open.length > 1) {
      open.pop();
      open.at(-1)!.text += shown(inner);
    } else inner.text += piece;
  }
  // a brace that nothing closes is a text like any other
  return open.map(({ text }) => text).join('{');
}

/** Characters that SMCL names; all other names draw corners and crossings of lines. */
const SIGNS: Readonly<Record<string, string>> = { '|': '|', '-(': '{', ')-': '}', 'S|': '$', "'g": '`', '-': '-' };

function shown({ text, column }: Open): string {
  const [, name = '', , arguments_ = '', content] =
    /^(\.-|[\w.]+)((?:\s+|$|(?=:))((?:"[^"]*"|[^":])*))(?::(.*))?$/s.exec(text) ?? [];
  const own = arguments_.trim();
  const width = Math.min(Number.parseInt(own, 10) || 0, WIDEST);
  switch (name) {
    case '.-':
      return '-'.repeat(Math.max(0, SCREEN - column));
    case 'hline':
      return '-'.repeat(own === '' ? Math.max(0, SCREEN - column) : width);
    case 'c':
    case 'char':
      return SIGNS[own] ?? '+';
    case 'space':
      return ' '.repeat(width);
    case 'col':
      return ' '.repeat(Math.max(0, width - 1 - column));
    case 'dup':
      return (content ?? '').repeat(width).slice(0, WIDEST);
    case 'ralign':
    case 'right':
      return (content ?? '').padStart(width);
    case 'lalign':
      return (content ?? '').padEnd(width);
    case 'center':
    case 'centre':
    case 'rcenter': {
      const middle = content ?? '';
      return middle.padStart(Math.floor((width + middle.length) / 2)).padEnd(width);
    }
    case 'cmdab':
      return (content ?? '').replace(':', '');
    default:
      return content ?? '';
  }
}
