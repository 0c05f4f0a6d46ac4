/** The contract of formats of figures. A format is one file here and one line in `registry.ts`; nothing else knows which there are. */
import type { DrawnFigure } from '../figure.ts';

/** A font of the figure, as a file of this machine and as its bytes. */
export interface FigureFont {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface FigureFormat {
  /** The name that `formats:` has for it, which is its file's extension. */
  readonly name: string;
  /** The name that people write: `SVG`. */
  readonly title: string;
  /** Writes the file. Equal figures give equal bytes. What is long to load is loaded here. */
  write(figure: DrawnFigure, fonts: readonly FigureFont[]): Promise<Uint8Array>;
}
