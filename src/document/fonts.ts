/** The fonts that papermake brings for documents (fonts/README.md). */
export const fonts: readonly string[] = [
  'STIXTwoText-Regular.ttf',
  'STIXTwoText-Italic.ttf',
  'STIXTwoText-Bold.ttf',
  'STIXTwoText-BoldItalic.ttf',
  'NotoSans-Regular.ttf',
  'NotoSans-Italic.ttf',
  'NotoSans-Bold.ttf',
  'NotoSerifSC-Regular.ttf',
  'NotoSerifSC-Bold.ttf',
];
