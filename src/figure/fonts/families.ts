/** The font files that figures are set in, as `fonts/` has them. */

/** Families of fonts, by the words of the option `font:`. */
export const fontFamilies = ['serif', 'sans'] as const;
export type FontFamily = (typeof fontFamilies)[number];

export interface FontFile {
  readonly family: string;
  readonly file: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

const regular = (family: string, stem: string): FontFile => ({
  family,
  file: `${stem}-Regular.ttf`,
  bold: false,
  italic: false,
});
const withStyles = (family: string, stem: string): FontFile[] => [
  regular(family, stem),
  { family, file: `${stem}-Italic.ttf`, bold: false, italic: true },
  { family, file: `${stem}-Bold.ttf`, bold: true, italic: false },
];

const latin: Readonly<Record<FontFamily, readonly FontFile[]>> = {
  serif: withStyles('STIX Two Text', 'STIXTwoText'),
  sans: withStyles('Noto Sans', 'NotoSans'),
};
/** For every character that the Latin fonts lack. */
const chinese = regular('Noto Serif SC', 'NotoSerifSC');

/** The files of a family, its regular one first, and the one that has hanzi. */
export const fontFiles = (family: FontFamily): readonly FontFile[] => [...latin[family], chinese];

/** Families of other machines that come near, for programs that show an SVG and do not have ours. */
export const alike: Readonly<Record<FontFamily, string>> = {
  serif: 'Times New Roman, serif',
  sans: 'Arial, sans-serif',
};
