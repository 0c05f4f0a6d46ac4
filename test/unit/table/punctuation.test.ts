import { describe, expect, it } from 'vitest';
import { languageFindings } from '../../../src/table/options/check-language.ts';

const found = (entry: object, language: 'en' | 'zh') =>
  languageFindings({ from: 'm', ...entry }, language).map(({ option, at, message, severity }) => {
    expect(severity).toBe('warning');
    return [option, at, /`.`/.exec(message)?.[0] ?? message];
  });

describe('punctuation of the other language', () => {
  it('is told of in a Chinese table, where it stands beside Chinese letters', () => {
    expect(found({ caption: '基准回归:全样本' }, 'zh')).toEqual([['caption', [], expect.stringContaining('`:`')]]);
    expect(found({ headers: ['全样本', '东部(沿海)'] }, 'zh')).toEqual([['headers', [1], expect.anything()]]);
    expect(found({ notes: ['数据来源,统计年鉴'], rows: [{ label: '年份?', cells: [] }] }, 'zh')).toHaveLength(2);
    for (const fine of [
      '基准回归（全样本）',
      'OLS (1)',
      '时间 10:30',
      '1,234 个',
      'IV（2SLS, GMM）',
      '{{pm a.b "0.0"}}',
    ])
      expect(found({ caption: fine, rename: { x: fine }, panels: [{ title: fine, from: 'm' }] }, 'zh')).toEqual([]);
  });

  it('is told of in an English table wherever it stands', () => {
    expect(found({ caption: 'Baseline（all）' }, 'en')).toEqual([['caption', [], expect.stringContaining('`（`')]]);
    expect(found({ footnotes: [{ at: 'x', text: 'Income，logged' }] }, 'en')).toHaveLength(1);
    expect(found({ caption: 'Baseline (all): 东部' }, 'en')).toEqual([]);
  });

  it('says which mark to write, or which language', () => {
    const [zh] = languageFindings({ from: 'm', caption: '回归(一)' }, 'zh');
    expect(zh!.hint).toBe('write `（`');
    const [en] = languageFindings({ from: 'm', caption: '回归（一）' }, 'en');
    expect(en!.hint).toContain('`lang: zh`');
  });
});
