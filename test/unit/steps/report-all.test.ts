/** `all: tables.docx`: one file with every table of a report. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printProblems } from '../../../src/base/print.ts';
import { expand } from '../../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../../../src/engine/system/files.ts';
import { openZip } from '../../../src/frame/readers/xlsx/zip.ts';
import { builtInKinds } from '../../support/built-in.ts';
import { ToyProject } from '../../support/toy.ts';

const pipeline = (all: string, more: { about?: string; name?: string; step?: string } = {}): string => `papermake: 1
steps:
  panel: {kind: ingest, file: d.csv}
  about: {kind: describe, from: panel, variables: [x, y]}
  related: {kind: correlate, from: panel, variables: [x, y]}
  tables:
    kind: report
    formats: [csv]
${all === '' ? '' : `    all: ${all}\n`}${more.step ?? ''}    tables:
      ${more.name ?? 'about'}: {from: about, caption: About${more.about ?? ''}}
      related: {from: related, caption: Related, lang: zh}
`;

describe('a file of all tables', () => {
  let project: ToyProject;
  beforeEach(() => {
    project = new ToyProject();
    project.template = (name) => `templates/${name}`;
    project.write('d.csv', 'x,y\n1,2\n3,5\n4,4\n');
    project.write('templates/table.csv.hbs', '{{#each lines}}\n{{this}}\n{{/each}}\n');
  });
  afterEach(() => project.dispose());

  const run = (text: string) => {
    project.write('pipeline.yaml', text);
    return project.run(builtInKinds);
  };
  const part = (file: string, path: string): string =>
    openZip(Buffer.from(project.outputs()[`out/tables/${file}`]!, 'latin1'))(path)!;

  it('has them in their order, each on its page with its number, in Word', async () => {
    expect((await run(pipeline('tables.docx'))).failed).toEqual([]);
    expect(Object.keys(project.outputs())).toContain('out/tables/tables.docx');
    const xml = part('tables.docx', 'word/document.xml');
    expect(xml.match(/<w:tbl>/g)).toHaveLength(2);
    expect(xml.match(/<w:sectPr>/g)).toHaveLength(2);
    const captions = [...xml.matchAll(/<w:pStyle w:val="Caption"\/>.*?<\/w:p>/g)].map(([caption]) =>
      caption.replace(/<[^>]*>/g, ''),
    );
    expect(captions).toEqual(['Table 1: About', '表2 Related']);
  });

  it('has a sheet for each in Excel, beside another in Word', async () => {
    expect((await run(pipeline('[paper.xlsx, paper.docx]'))).failed).toEqual([]);
    expect(part('paper.xlsx', 'xl/workbook.xml')).toMatch(/<sheet name="about".*<sheet name="related"/);
    expect(Object.keys(project.outputs())).toContain('out/tables/paper.docx');
  });

  it('is made again with its tables, whatever their own formats are, and estimates nothing', async () => {
    await run(pipeline('tables.docx'));
    expect((await run(pipeline('tables.docx'))).ran).toEqual([]);
    expect((await run(pipeline('tables.docx', { about: '!' }))).ran).toEqual(['tables.about', 'tables.all']);
    expect((await run(pipeline('tables.docx', { about: '!', step: '    font_size: 9\n' }))).ran).toEqual([
      'tables.all',
    ]);
    expect((await run(pipeline('tables.docx', { about: '!', step: '    font_size: 9\n    bom: true\n' }))).ran).toEqual(
      ['tables.about', 'tables.related'],
    );
    expect(part('tables.docx', 'word/styles.xml')).toContain('<w:sz w:val="18"/>');
  });

  /** What loading and planning say is wrong. */
  function told(text: string): string {
    const { spec, problems } = loadSpec('pipeline.yaml', text, builtInKinds);
    const planned = spec ? expand(spec, builtInKinds, new ProjectFiles(project.root, []), new Map()).problems : [];
    return printProblems([...problems, ...planned], () => text);
  }

  it('has a name that says what it is', () => {
    expect(told(pipeline('tables.docx'))).toBe('');
    const pdf = told(pipeline('tables.pdf'));
    expect(pdf).toContain('no file that holds several tables is called like `tables.pdf`');
    expect(pdf).toContain('its name ends in `.xlsx` or `.docx`');
    expect(pdf).toContain('pipeline.yaml:9:10');
    expect(told(pipeline('../tables.docx'))).toContain('`../tables.docx` cannot be the name of a file');
    expect(told(pipeline('[tables.docx, tables.docx]'))).toBe('');
    expect(told(pipeline('about.docx').replace('[csv]', '[docx]'))).toContain(
      '`about.docx` is the file of one table already',
    );
  });

  it('keeps its name from tables where it is asked for', () => {
    expect(told(pipeline('', { name: 'all' }))).toBe('');
    expect(told(pipeline('tables.docx', { name: 'all' }))).toContain(
      '`all` is the name of what writes all tables together',
    );
  });
});
