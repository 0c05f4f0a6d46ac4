/** Parses formulas as LaTeX writes them, as far as papers of economics use them; what it does not know it refuses by name. */
import { ownValue } from '../own-value.ts';
import { didYouMean } from '../text/suggest.ts';
import { catching, type Parsed, TextError } from '../text/text-problem.ts';
import { accents, grids, large, limitNames, names, signs, spaces, styles, texts } from './commands.ts';
import { type Accent, type MathTree, row, type Style } from './tree.ts';

export const parseFormula = (text: string): Parsed<{ readonly formula: MathTree }> =>
  catching(() => {
    const parser = new Parser(text);
    const formula = parser.lines();
    parser.end();
    return { formula };
  });

const DEEPEST = 60;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Lines, cut by `\\`, and aligned at `&` where there are any; one row otherwise. */
  lines(): MathTree {
    const rows = this.#rows();
    if (rows.length === 1 && rows[0]!.length === 1) return rows[0]![0]!;
    return { is: 'grid', rows, open: '', close: '', aligned: true };
  }

  end(): void {
    if (this.#at < this.#text.length) this.#fail(`\`${this.#text[this.#at]}\` closes nothing`);
  }

  #fail(message: string, from = this.#at, hint?: string): never {
    throw new TextError('bad-formula', message, from, Math.max(from + 1, this.#at), hint);
  }

  #rows(): MathTree[][] {
    const rows: MathTree[][] = [[]];
    for (;;) {
      rows.at(-1)!.push(this.#row());
      if (this.#take('&')) continue;
      if (!this.#take('\\\\')) break;
      this.#take('[') && this.#until(']');
      this.#skip();
      if (this.#at < this.#text.length && !this.#sees('\\end')) rows.push([]);
      else break;
    }
    return rows;
  }

  #row(): MathTree {
    const items: MathTree[] = [];
    for (;;) {
      this.#skip();
      if (
        this.#at >= this.#text.length ||
        /^(?:[}&]|\\\\|\\right(?![a-z])|\\end\b)/.test(this.#text.slice(this.#at, this.#at + 8))
      )
        return row(items);
      const item = this.#scripted();
      if (item) items.push(item);
    }
  }

  #scripted(): MathTree | undefined {
    const base = this.#sees('_') || this.#sees('^') ? row([]) : this.#atom();
    if (base === undefined) return undefined;
    let below: MathTree | null = null;
    let above: MathTree | null = null;
    for (;;) {
      this.#skip();
      if (this.#take('_')) below = below === null ? this.#argument() : this.#fail('two subscripts in a row');
      else if (this.#take('^')) above = row([...(above === null ? [] : [above]), this.#argument()]);
      else if (this.#take("'")) above = row([...(above === null ? [] : [above]), { is: 'sign', text: '′' }]);
      else break;
    }
    return below === null && above === null ? base : { is: 'scripts', base, below, above };
  }

  /** A group, a command or one character. */
  #argument(): MathTree {
    this.#skip();
    if (this.#at >= this.#text.length) this.#fail('the formula ends where something is expected');
    return this.#atom() ?? row([]);
  }

  #atom(): MathTree | undefined {
    if (++this.#depth > DEEPEST) this.#fail('the formula is nested too deeply');
    try {
      if (this.#take('{')) {
        const inside = this.#row();
        this.#expect('}');
        return inside;
      }
      if (this.#sees('\\')) return this.#command();
      const number = /^\d+(?:[.,]\d+)*/.exec(this.#text.slice(this.#at))?.[0];
      const text = number ?? String.fromCodePoint(this.#text.codePointAt(this.#at)!);
      this.#at += text.length;
      return { is: 'sign', text: text === '-' ? '−' : text === '*' ? '∗' : text === '~' ? ' ' : text };
    } finally {
      this.#depth--;
    }
  }

  #command(): MathTree | undefined {
    const from = this.#at;
    const [whole, name = ''] = /^\\([A-Za-z]+\*?|[^A-Za-z])/.exec(this.#text.slice(from)) ?? ['\\'];
    this.#at += whole.length;
    const sign = ownValue(signs, name);
    if (sign !== undefined) return { is: 'sign', text: sign };
    const operator = ownValue(large, name);
    if (operator !== undefined) return { is: 'large', text: operator };
    if (names.has(name) || limitNames.has(name)) return { is: 'name', text: name, limits: limitNames.has(name) };
    const space = ownValue(spaces, name);
    if (space !== undefined) return { is: 'space', width: space };
    const accent = ownValue(accents, name);
    if (accent !== undefined) return { is: 'accent', accent: accent as Accent, of: this.#argument() };
    const style = ownValue(styles, name);
    if (style !== undefined) return styled(this.#argument(), style as Style);
    if (Object.hasOwn(texts, name)) return this.#words(texts[name] as Style | null);
    return this.#structure(name, from);
  }

  #structure(name: string, from: number): MathTree | undefined {
    if (/^[dt]?frac$/.test(name))
      return { is: 'fraction', above: this.#argument(), below: this.#argument(), bar: true };
    if (name === 'binom')
      return {
        is: 'fenced',
        open: '(',
        close: ')',
        of: { is: 'fraction', above: this.#argument(), below: this.#argument(), bar: false },
      };
    if (name === 'sqrt') {
      const index = this.#take('[') ? this.#inner(this.#until(']')) : null;
      return { is: 'root', of: this.#argument(), index };
    }
    if (/^operatorname\*?$/.test(name)) {
      this.#expect('{');
      return { is: 'name', text: this.#until('}').replace(/\\[,;: ]/g, ' '), limits: name.endsWith('*') };
    }
    if (name === 'left') {
      const open = this.#fence();
      const inside = this.#row();
      if (!this.#take('\\right')) this.#fail('`\\left` without its `\\right`', from);
      return { is: 'fenced', open, close: this.#fence(), of: inside };
    }
    if (/^[bB]igg?[lrm]?$/.test(name)) return { is: 'sign', text: this.#fence() };
    if (name === 'begin') return this.#grid(from);
    if (/^(?:displaystyle|textstyle|limits|nolimits|nonumber|notag)$/.test(name)) return undefined;
    const known = [
      ...Object.keys(signs),
      ...Object.keys(large),
      ...names,
      ...Object.keys(styles),
      'frac',
      'sqrt',
      'left',
      'begin',
      'operatorname',
    ];
    return this.#fail(`\`\\${name}\` is no command of formulas that papermake knows`, from, didYouMean(name, known));
  }

  #grid(from: number): MathTree {
    this.#expect('{');
    const name = this.#until('}');
    const kind = ownValue(grids, name);
    if (kind === undefined)
      return this.#fail(
        `\`${name}\` is no environment of formulas that papermake knows`,
        from,
        `there are ${Object.keys(grids).join(', ')}`,
      );
    const rows = this.#rows();
    if (!this.#take(`\\end{${name}}`)) this.#fail(`\`\\begin{${name}}\` without its \`\\end{${name}}\``, from);
    const [open, close, aligned] = kind;
    return { is: 'grid', rows, open, close, aligned };
  }

  #words(style: Style | null): MathTree {
    this.#expect('{');
    const text = this.#until('}')
      .replace(/\\([%$#&_{}])/g, '$1')
      .replace(/~/g, ' ');
    return { is: 'text', text, ...(style === null ? {} : { style }) };
  }

  /** `(`, `\{`, or a dot for none. */
  #fence(): string {
    this.#skip();
    if (this.#take('.')) return '';
    const sign = this.#argument();
    return sign.is === 'sign' ? sign.text : this.#fail('expected a parenthesis or another fence');
  }

  #inner(text: string): MathTree {
    return new Parser(text).lines();
  }

  #until(end: string): string {
    const at = this.#text.indexOf(end, this.#at);
    if (at === -1) this.#fail(`a group without its \`${end}\``);
    const inside = this.#text.slice(this.#at, at);
    this.#at = at + end.length;
    return inside;
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const sees = this.#sees(text);
    if (sees) this.#at += text.length;
    return sees;
  }

  #expect(text: string): void {
    this.#skip();
    if (!this.#take(text)) this.#fail(`expected \`${text}\``);
  }
}

/** Letters of a group in a style; upright ones are one word. */
function styled(formula: MathTree, style: Style): MathTree {
  if (formula.is === 'sign') return { ...formula, style };
  if (formula.is === 'row') {
    const letters = formula.items.map((item) => (item.is === 'sign' && /^\p{L}$/u.test(item.text) ? item.text : ''));
    if (style === 'upright' && letters.length > 1 && letters.every((letter) => letter !== ''))
      return { is: 'text', text: letters.join('') };
    return { is: 'row', items: formula.items.map((item) => styled(item, style)) };
  }
  if (formula.is === 'scripts') return { ...formula, base: styled(formula.base, style) };
  if (formula.is === 'accent') return { ...formula, of: styled(formula.of, style) };
  return formula;
}
