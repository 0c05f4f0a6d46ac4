/** The lists of a text in Word: points, and numbers that begin anew with each list. */
import { twips } from '../../table/formats/office/document-text.ts';
import { element } from '../../table/formats/office/xml.ts';

const DEPTH = 6;
const POINTS = ['•', '–', '▪'];
const NUMBERS = ['decimal', 'lowerLetter', 'lowerRoman'];

export class Lists {
  /** The first numbers of numbered lists. List `n` has the number `n + 2` in Word, bullets have 1. */
  readonly #starts: number[] = [];

  /** The properties of a paragraph that begins an item; `id` is what `open` gave. */
  static item(id: number, level: number): string {
    return element(
      'w:numPr',
      {},
      element('w:ilvl', { 'w:val': Math.min(level, DEPTH - 1) }),
      element('w:numId', { 'w:val': id }),
    );
  }

  /** Opens a list; null for points. */
  open(first: number | null): number {
    return first === null ? 1 : this.#starts.push(first) + 1;
  }

  /** The part `numbering.xml`. */
  xml(main: string): string {
    const levels = (of: (level: number) => readonly [format: string, text: string]): string[] =>
      Array.from({ length: DEPTH }, (_, level) => {
        const [format, text] = of(level);
        const indent = { 'w:left': twips(18 * (level + 1)), 'w:hanging': twips(18) };
        return element(
          'w:lvl',
          { 'w:ilvl': level },
          element('w:start', { 'w:val': 1 }),
          element('w:numFmt', { 'w:val': format }),
          element('w:lvlText', { 'w:val': text }),
          element('w:lvlJc', { 'w:val': 'left' }),
          element('w:pPr', {}, element('w:ind', indent)),
        );
      });
    const points = levels((level) => ['bullet', POINTS[level % POINTS.length]!]);
    const numbers = levels((level) => [NUMBERS[level % NUMBERS.length]!, `%${level + 1}.`]);
    const multi = element('w:multiLevelType', { 'w:val': 'hybridMultilevel' });
    const link = (value: number): string => element('w:abstractNumId', { 'w:val': value });
    const begun = this.#starts.map((start, i) => {
      const anew = element('w:lvlOverride', { 'w:ilvl': 0 }, element('w:startOverride', { 'w:val': start }));
      return element('w:num', { 'w:numId': i + 2 }, link(1), anew);
    });
    return element(
      'w:numbering',
      { 'xmlns:w': main },
      element('w:abstractNum', { 'w:abstractNumId': 0 }, multi, ...points),
      element('w:abstractNum', { 'w:abstractNumId': 1 }, multi, ...numbers),
      element('w:num', { 'w:numId': 1 }, link(0)),
      ...begun,
    );
  }
}
