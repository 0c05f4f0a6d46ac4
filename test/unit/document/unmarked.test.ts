/** THE table of what a number is in a text, in Chinese and in English. */
import { describe, expect, it } from 'vitest';
import { authorText } from '../../../src/document/text.ts';
import { numbersIn } from '../../../src/document/unmarked.ts';
import { unbound } from '../../../steps/lib/document/numbers.ts';

const inText = (text: string, name = 'a.md') => numbersIn(authorText(name, Buffer.from(text)));
const printed = (text: string, name?: string): readonly string[] => inText(text, name).map((each) => each.printed);

interface Row {
  readonly chinese: readonly [text: string, ...found: string[]];
  readonly english: readonly [text: string, ...found: string[]];
}

const table: Readonly<Record<string, Row>> = {
  'a decimal between words': {
    chinese: ['系数为0.123，显著', '0.123'],
    english: ['The effect is 0.123, significant', '0.123'],
  },
  'one that ends a sentence': { chinese: ['系数为0.123。', '0.123'], english: ['The effect is 0.123.', '0.123'] },
  'in brackets': {
    chinese: ['（0.462）和［0.51］', '0.462', '0.51'],
    english: ['(0.462) and [0.51]', '0.462', '0.51'],
  },
  'a list without blanks': {
    chinese: ['分别为1.592,0.46、0.789', '1.592', '0.46', '0.789'],
    english: ['1.592,0.46,0.789 in turn', '1.592', '0.46', '0.789'],
  },
  'before stars': { chinese: ['系数为0.123***', '0.123'], english: ['It is 0.123***', '0.123'] },
  'counts from 100': { chinese: ['共372个样本，31个省份', '372'], english: ['372 rows of 31 regions', '372'] },
  'with separators': { chinese: ['共1,234,567家企业', '1,234,567'], english: ['1,234,567 firms', '1,234,567'] },
  'with narrow separators': {
    chinese: ['共12\u202f345家企业', '12\u202f345'],
    english: ['12\u2009345 firms', '12\u2009345'],
  },
  percentages: {
    chinese: ['上升了12.5%、3.5％', '12.5', '3.5'],
    english: ['by 12.5% and 3.5 per cent', '12.5', '3.5'],
  },
  'percentage points': { chinese: ['高2.3个百分点', '2.3'], english: ['higher by 2.3 percentage points', '2.3'] },
  'in large units': {
    chinese: ['约3.72万人、5亿元、5千', '3.72', '5', '5'],
    english: ['3.72 million people, 5 billion, 5 thousand', '3.72', '5', '5'],
  },
  ranges: {
    chinese: ['0.12~0.15、0.2至0.3、1.5到2.5', '0.12', '0.15', '0.2', '0.3', '1.5', '2.5'],
    english: ['between 0.12 and 0.15, 0.2 to 0.3', '0.12', '0.15', '0.2', '0.3'],
  },
  'ranges with dashes': {
    chinese: ['0.12－0.15、0.2—0.3', '0.12', '0.15', '0.2', '0.3'],
    english: ['0.12-0.15, 0.2–0.3', '0.12', '0.15', '0.2', '0.3'],
  },
  'powers of ten': {
    chinese: ['为1.2×10⁻⁸', '1.2×10⁻⁸'],
    english: ['1.2 × 10^-8 and 3.4e-5', '1.2 × 10^-8', '3.4e-5'],
  },
  'no years': { chinese: ['2015年、1978-2020年、（2009）、２０１５年'], english: ['In 2015, 1978–2020 (2009)'] },
  'no dates': { chinese: ['2015-03-01至2016/3/1、2015年3月1日'], english: ['from 2015-03-01 to 2016/3/1'] },
  'counts that look like years': {
    chinese: ['2015家企业，样本量为1846', '2015', '1846'],
    english: ['a sample of 2015 firms, N = 1846', '2015', '1846'],
  },
  'no years before what is counted': { chinese: ['2015年，1234家', '1234'], english: ['in 2015 firms grew'] },
  'no references': {
    chinese: ['如表3.1、图3-4与第3.2节、式（3.1）、（3.2）式所示'],
    english: ['See Tables 3.1 and 3.2, Section 3.2, §3.3, Eq. (3.1)'],
  },
  'what is like a reference': {
    chinese: ['代表3.72亿人，式中为1.592，以这种方式1.59，1.25节约', '3.72', '1.592', '1.59', '1.25'],
    english: ['in column 1.592, or no. 372 firms', '1.592', '372'],
  },
  'no pages': { chinese: ['第128页、123-145页'], english: ['pp. 123-145, p. 128'] },
  'no levels': {
    chinese: ['在5%和10%水平上，p<0.05，P值小于0.01'],
    english: ['at the 5% level, p < 0.05, a p-value < .01'],
  },
  'no versions': { chinese: ['Stata 17.0.1版'], english: ['Stata 17.0.1'] },
  'no names': { chinese: ['模型H2、GPT-3.5、x1.5'], english: ['model H2, GPT-3.5, x1.5, 2SLS, R2, 0.5em'] },
};

describe('numbers in a text', () => {
  it.each(Object.entries(table))('are %s', (_, { chinese, english }) => {
    for (const [text, ...found] of [chinese, english]) expect(printed(text)).toEqual(found);
  });

  it.each([
    ['全角数字为１２３．４５', '１２３．４５', '123.45', false],
    ['全角数字１，２３４．５％', '１，２３４．５', '1234.5', false],
    ['系数为－０．１２', '－０．１２', '0.12', true],
    ['系数为-0.123', '-0.123', '0.123', true],
    ['系数为−0.123', '−0.123', '0.123', true],
    ['系数为–0.123', '–0.123', '0.123', true],
    ['系数为负0.123', '负0.123', '0.123', true],
    ['It is -0.123 (s.e. 9)', '-0.123', '0.123', true],
    ['It is minus 0.123', 'minus 0.123', '0.123', true],
    ['It is _0.123_', '0.123', '0.123', false],
  ])('%s', (text, as, plain, isNegative) => {
    expect(inText(text)).toMatchObject([{ printed: as, plain, isNegative, at: text.indexOf(as) }]);
  });

  it.each([
    ['$-$0.13', '$-$0.13', '0.13', 0],
    ['$\\beta=-0.13$', '-0.13', '0.13', 0],
    ['1{,}234 and 1\\,234.5', '1{,}234', '1234', 0],
    ['$1.2\\times10^{-8}$', '1.2\\times10^{-8}', '1.2', -8],
    ['0.123\\textsuperscript{***}', '0.123', '0.123', 0],
    ['\\vspace{0.5em}\\rule{0.3\\textwidth}{1pt} 1.5', '1.5', '1.5', 0],
  ])('in LaTeX: %s', (text, as, plain, power) => {
    expect(inText(text, 'a.tex')[0]).toMatchObject({ printed: as, plain, power });
  });

  it.each([
    ['12.5%', -2],
    ['12.5 ％', -2],
    ['12.5\\%', -2],
    ['12.5个百分点', -2],
    ['12.5‰', -3],
    ['12.5个基点', -4],
    ['12.5千克', 0],
    ['12.5千', 3],
    ['12.5万亿元', 12],
    ['12.5万', 4],
    ['12.5亿', 8],
    ['12.5 million', 6],
    ['12.5元', 0],
  ])('have units: %s', (text, unit) => {
    expect(inText(text)).toMatchObject([{ plain: '12.5', unit }]);
  });

  it('share the unit of a range', () => {
    expect(inText('3.5至4.5万').map(({ unit }) => unit)).toEqual([4, 4]);
    expect(inText('between 3.5–4.5%').map(({ unit }) => unit)).toEqual([-2, -2]);
    expect(inText('3.5和4.5万').map(({ unit }) => unit)).toEqual([0, 4]);
  });

  it('are parted by a full-width comma beside plain digits', () => {
    expect(printed('为0.123，456个')).toEqual(['0.123', '456']);
    expect(printed('为123，456个')).toEqual(['123', '456']);
  });

  it('are named in the warning of a document', () => {
    const [warning] = unbound([authorText('a.md', Buffer.from('共31个省份。\n系数为0.123，标准误为０．４５６。\n'))]);
    expect(warning!.message).toBe('numbers without a mark: a.md:2 0.123, a.md:2 ０．４５６');
    expect(unbound([authorText('a.md', Buffer.from('2015年，31个省份。\n'))])).toEqual([]);
  });
});
