/** The fonts of a figure together: how wide a text is, and which font each of its characters is set in. */
import { alike, type FontFamily, type FontFile, fontFiles } from './families.ts';
import { type Piece, pieces } from './math.ts';
import { type FontFace, readFont } from './true-type.ts';

export interface TextStyle {
  readonly bold: boolean;
  readonly italic: boolean;
}

/** Letters that one font sets, as large and as high as they stand in a formula. */
export interface LetterRun extends Piece {
  readonly family: string;
}

const BOX = '□';

/** Quotation marks, dashes and ellipses that Chinese sets as wide as a hanzi. */
const WIDE_IN_CHINESE = /[‘’“”…—·]/;

export class Typeface {
  /** The family that text is set in, but for characters that only the Chinese one has. */
  readonly family: string;
  readonly #faces: readonly (readonly [FontFile, FontFace])[];
  readonly #stack: string;
  readonly #chinese: boolean;
  readonly #missing = new Set<string>();

  /** `bytes` reads a font by the name of its file. */
  constructor(family: FontFamily, language: 'en' | 'zh', bytes: (file: string) => Uint8Array) {
    const files = fontFiles(family);
    this.family = files[0]!.family;
    this.#stack = `${this.family}, ${alike[family]}`;
    this.#chinese = language === 'zh';
    this.#faces = files.map((file) => [file, readFont(bytes(file.file))]);
  }

  /** Width of a line of text set at `size`, in the units of `size`; pairs of letters are not kerned. Throws a MathFault on a formula that cannot be set. */
  width(text: string, size: number, style: TextStyle): number {
    return pieces(text).reduce((sum, piece) => sum + this.widthOf(piece, size, style), 0);
  }

  /** Width of letters that are set alike. */
  widthOf({ text, scale, slanted }: Piece, size: number, style: TextStyle): number {
    const own = slanted ? { ...style, italic: true } : style;
    let ems = 0;
    for (const character of text) ems += this.#faceOf(character, own)[1].advance(character.codePointAt(0)!);
    return ems * size * scale;
  }

  /** Stretches of a line that one font sets. A character that no font has becomes a box, and is told by `missing`. */
  runs(text: string, style: TextStyle): readonly LetterRun[] {
    const runs: (LetterRun & { text: string })[] = [];
    for (const piece of pieces(text)) {
      const slanted = piece.slanted || style.italic;
      let last: (LetterRun & { text: string }) | undefined;
      for (const character of piece.text) {
        const [{ family }, face] = this.#faceOf(character, { ...style, italic: slanted });
        const shown = face.has(character.codePointAt(0)!) ? character : BOX;
        if (last?.family === family) last.text += shown;
        else {
          last = { ...piece, slanted, family, text: shown };
          runs.push(last);
        }
      }
    }
    return runs;
  }

  /** The family as an SVG names it, with what programs that do not have it may take; families that are not ours become ours. */
  stack(family: string): string {
    return family === this.family || !this.#faces.some(([file]) => file.family === family) ? this.#stack : family;
  }

  /** Characters that no font had a glyph for, in the order they were met. */
  get missing(): readonly string[] {
    return [...this.#missing];
  }

  #faceOf(character: string, { bold, italic }: TextStyle): readonly [FontFile, FontFace] {
    const code = character.codePointAt(0)!;
    const [first] = this.#faces;
    const own = this.#faces.find(
      ([file]) => file.family === this.family && file.bold === bold && file.italic === italic,
    );
    const latin = own ?? first!;
    const other = this.#faces.find(([file, face]) => file.family !== this.family && face.has(code));
    if (this.#chinese && WIDE_IN_CHINESE.test(character) && other) return other;
    if (latin[1].has(code)) return latin;
    if (other === undefined) this.#missing.add(character);
    return other ?? latin;
  }
}
