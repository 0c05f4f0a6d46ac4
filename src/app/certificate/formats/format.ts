/** The contract of the formats of certificates, and what several share. A format is one file here and one line in `registry.ts`. */
import type { CertificatePage, PageBlock } from '../page.ts';

/** Gives the path of a template or a font that papermake brings, or of the project's own. */
export type FindTemplate = (name: string) => string | undefined;

export interface CertificateFormat {
  /** The name that `--to` has for it. */
  readonly name: string;
  readonly extension: string;
  /** Equal pages give equal bytes. Throws a ProblemError where a program that it needs is not installed. */
  write(page: CertificatePage, template: FindTemplate): string | Promise<string | Uint8Array>;
}

export type PageGrid = PageBlock & { readonly is: 'grid' };
export type PictureBlock = PageBlock & { readonly is: 'picture' };

/** A stretch of a text that is set in one way. */
export interface StyledStretch {
  readonly is: 'plain' | 'code' | 'bold';
  readonly text: string;
}

/** The stretches of a text with `code` and **bold** ones. */
export const stretchesOf = (text: string): StyledStretch[] =>
  text.split(/(`[^`]*`|\*\*[^*]+\*\*)/).flatMap((piece, i): StyledStretch[] => {
    if (piece === '') return [];
    if (i % 2 === 0) return [{ is: 'plain', text: piece }];
    return piece.startsWith('`')
      ? [{ is: 'code', text: piece.slice(1, -1) }]
      : [{ is: 'bold', text: piece.slice(2, -2) }];
  });

/** Sets a text by how each kind of stretch is set. */
export const setText = (text: string, how: Readonly<Record<StyledStretch['is'], (text: string) => string>>): string =>
  stretchesOf(text)
    .map((stretch) => how[stretch.is](stretch.text))
    .join('');

const LEVELS = '▁▂▃▄▅▆▇█';

/** A histogram in one line of letters, between its ends. */
export function sparkline({ panels }: PictureBlock): string[] {
  return panels.map(({ bins }) => {
    const tallest = Math.max(...bins.map(({ count }) => count));
    const bars = bins.map(({ count }) =>
      count === 0 ? ' ' : LEVELS[Math.min(LEVELS.length - 1, Math.floor((LEVELS.length * count) / tallest))],
    );
    return bars.join('');
  });
}
