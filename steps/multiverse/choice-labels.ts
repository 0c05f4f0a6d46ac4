/** Words for the choices of a multiverse, in tables and figures. */
import type { Dimension } from '../../src/econ/multiverse/summary.ts';
import { headingLabel, type LabelBook, termLabel } from '../../src/table/words/labels.ts';
import { conditionText } from '../../src/table/words/worded.ts';

type Named = Pick<Dimension, 'is' | 'name'>;

const words = {
  en: {
    control: 'Control',
    controls: 'Controls',
    sample: 'Sample',
    outcome: 'Outcome',
    transform: 'Form',
    vcov: 'Standard errors',
    effects: 'Effects',
    none: 'None',
    all: 'All rows',
    with: 'With',
    without: 'Without',
    covariances: { iid: 'Conventional', robust: 'Robust' },
  },
  zh: {
    control: '控制变量',
    controls: '控制变量',
    sample: '样本',
    outcome: '被解释变量',
    transform: '变量形式',
    vcov: '标准误',
    effects: '固定效应',
    none: '无',
    all: '全样本',
    with: '加入',
    without: '不加入',
    covariances: { iid: '普通', robust: '稳健' },
  },
} as const;

export const controlLabel = (text: string, book: LabelBook): string =>
  text
    .split(', ')
    .map((term) => termLabel(term, book))
    .join(book.language === 'zh' ? '、' : ', ');

/** `Control: Education`. */
export function dimensionLabel({ is, name }: Named, book: LabelBook): string {
  const word = words[book.language][is];
  if (name === null) return word;
  return `${word}${book.language === 'zh' ? '：' : ': '}${controlLabel(name, book)}`;
}

export function choiceLabel({ is }: Named, choice: string, book: LabelBook): string {
  const own = words[book.language];
  if (is === 'control') return choice === 'with' ? own.with : own.without;
  if (choice === 'none' && (is === 'effects' || is === 'controls')) return own.none;
  if (is === 'sample') return choice === 'all' ? own.all : sampleLabel(choice, book);
  if (is === 'effects')
    return choice
      .split(/(?<!\s)\s*\+\s*/)
      .map((name) => headingLabel(name, book))
      .join(' + ');
  if (is !== 'vcov') return controlLabel(choice, book);
  return own.covariances[choice as keyof typeof own.covariances] ?? capital(termLabel(choice, book));
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A named sample by its label, or a condition in words. */
const sampleLabel = (choice: string, book: LabelBook): string => {
  const label = termLabel(choice, book);
  return label === choice ? conditionText(choice, book) : label;
};
