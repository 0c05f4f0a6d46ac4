/** The rules by which the papers of this repository are set, in both languages, and what a text has against them. */

export interface Rule {
  readonly name: string;
  /** The language of the lines that it is for, which have letters of Chinese where it is `zh`. */
  readonly of: 'any' | 'en' | 'zh';
  readonly wrong: RegExp;
}

export const rules: readonly Rule[] = [
  { name: 'no blank before the sign of percent: 95%', of: 'any', wrong: /\d[\s~\u00a0\u2009\u202f]+%/ },
  { name: 'a range of years has a dash: 2011–2022', of: 'any', wrong: /\b(?:19|20)\d\d-(?:19|20)\d\d\b/ },
  { name: 'a dash between words is none of the keyboard: –, —', of: 'any', wrong: /[\p{L},.] --? \p{L}/u },
  { name: 'an ellipsis is one character: …', of: 'any', wrong: /\.{3}/ },
  { name: 'a negative number has a minus sign: −0.5', of: 'any', wrong: /(?<![\p{L}\p{N}_.:/-])-\d+\.\d/u },
  { name: 'quotation marks are turned: “ ”', of: 'zh', wrong: /\p{Script=Han}"|"\p{Script=Han}/u },
  {
    name: 'Chinese punctuation stands between Chinese words: ，；：？！',
    of: 'zh',
    wrong: /\p{Script=Han}[,;:?!](?![\w/])|[,;:?!]\s*\p{Script=Han}/u,
  },
  {
    name: 'brackets with Chinese words are full-width: （省份）',
    of: 'zh',
    wrong: /\([^()]*\p{Script=Han}[^()]*\)|(?!式)\p{Script=Han}\([^()]*\)/u,
  },
  { name: 'an equation is 式（1）', of: 'zh', wrong: /式\s*[~\u00a0]?\(\d/ },
  {
    name: 'no blank beside Chinese punctuation',
    of: 'zh',
    wrong: /\p{Script=Han}[ \u00a0]+[，。；：！？（）]|[，。；：！？（）][ \u00a0]+\p{Script=Han}/u,
  },
  { name: 'the turning point is 拐点', of: 'zh', wrong: /转折点|转捩点/ },
  { name: '等 follows the name in a citation: 赵涛等，2020', of: 'zh', wrong: /\p{Script=Han} +等[,，]/u },
];

/** Lists the faults that the rules find in each line of a text: `95 %: no blank …`. */
export function faultsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const isChinese = /\p{Script=Han}/u.test(line);
    return rules.flatMap(({ name, of, wrong }) => {
      if (of !== 'any' && (of === 'zh') !== isChinese) return [];
      const found = wrong.exec(line);
      if (found === null) return [];
      const around = line.slice(Math.max(0, found.index - 12), found.index + found[0].length + 12);
      return [`${around.trim()}: ${name}`];
    });
  });
}
