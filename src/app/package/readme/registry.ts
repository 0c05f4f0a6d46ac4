/** THE list of a README's sections, in the order of the social-science data editors, with the fields of each. */
import { computing } from './computing.ts';
import { data } from './data.ts';
import { datasets } from './datasets.ts';
import { exhibits } from './exhibits.ts';
import type { Section } from './field.ts';
import { instructions } from './instructions.ts';
import { overview } from './overview.ts';
import { programs } from './programs.ts';
import { closing } from './references.ts';

export const sections: readonly Section[] = [
  { name: 'overview', english: 'Overview', chinese: '概述', fields: overview },
  { name: 'data', english: 'Data availability and provenance', chinese: '数据的可得性与来源', fields: data },
  { name: 'data sets', english: 'List of data sets', chinese: '数据文件列表', fields: datasets },
  { name: 'requirements', english: 'Computational requirements', chinese: '计算要求', fields: computing },
  { name: 'programs', english: 'Programs', chinese: '程序', fields: programs },
  { name: 'instructions', english: 'Instructions to replicators', chinese: '复现说明', fields: instructions },
  { name: 'exhibits', english: 'Tables, figures and numbers', chinese: '表、图与数字', fields: exhibits },
  { name: 'references', english: 'References', chinese: '参考文献', fields: closing },
];
