/** `papermake update` puts results into a Word file that came back edited, and loses no edit of its readers. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/frame/readers/xlsx/zip.ts';
import { zipWith } from '../../src/table/formats/office/zip.ts';
import { resolvedByOffice } from '../support/office-changes.ts';
import { plain, resolved, type Verdict, withoutBefore } from '../support/resolved.ts';
import { Project } from './harness.ts';
import { DATA } from './paper.ts';

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  baseline: {kind: models, from: panel, columns: {a: {fit: y ~ x}, b: {fit: y ~ x + z}}}
  tables: {kind: report, tables: {one: {from: baseline, caption: The baseline}}}
  trend: {kind: figure, plot: trends, from: panel, x: year, y: y, by: region, formats: [svg, png]}
  paper: {kind: document, file: paper.md, formats: [docx]}
numbers: {effect: baseline.a.x, rows: baseline.a.n}
`;
const TEXT = `# Results of {{pm rows}} rows

The effect is **{{pm effect "1.592"}}**, of {{pm rows}} rows.[^1]

{{table tables.one}}

{{figure trend "The outcome by region"}}

[^1]: Rounded, it is {{pm baseline.a.x "1.6"}}.
`;

const lacksOffice = spawnSync('soffice', ['--version']).error !== undefined && process.env.CI === undefined;
const FILE = 'paper.docx';
const BODY = 'word/document.xml';

let project: Project;
beforeEach(async () => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': DATA, 'paper.md': TEXT });
  await project.make();
  project.write('back/paper.docx', readFileSync(project.path('out/paper/paper.docx')));
});
afterEach(() => project.dispose());

interface Told {
  readonly copy: string | null;
  readonly updated: { is: string; kind: string; of: string; stands?: string; now?: string }[];
  readonly left: { is: string; kind: string; of: string; stands?: string; was?: string; now?: string; why?: string }[];
  readonly same: number;
}

const BACK = `back/${FILE}`;

async function update(code: number, ...args: string[]): Promise<Told> {
  const finished = await project.run('update', project.path(BACK), '--json', ...args);
  expect(finished.code, finished.stderr).toBe(code);
  return JSON.parse(finished.stdout) as Told;
}

const bytesOf = (path: string): Uint8Array => readFileSync(project.path(path));
const part = (path: string, name = BODY): string => openArchive(bytesOf(path)).text(name)!;
const edit = (change: (xml: string) => string, name = BODY): void =>
  project.write(BACK, zipWith(bytesOf(BACK), name, new TextEncoder().encode(change(part(BACK, name)))));
const wordsOf = (path: string, name = BODY): string =>
  part(path, name)
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]*>/g, '');

/** Has the results be others: a year less. */
const move = (): void => project.write('data/panel.csv', DATA.replace(/^u\d,2010.*\n/gm, ''));

describe('papermake update', () => {
  it('writes nothing where nothing moved, and a second time', async () => {
    const came = bytesOf(BACK);
    expect(await update(0)).toEqual({ file: project.path(BACK), copy: null, updated: [], left: [], same: 9 });
    expect(Buffer.compare(bytesOf(BACK), came)).toBe(0);
    move();
    expect((await update(0)).copy).toBe('paper.before-update.docx');
    expect(Buffer.compare(bytesOf('back/paper.before-update.docx'), came)).toBe(0);
    const updated = bytesOf(BACK);
    expect(await update(0)).toMatchObject({ copy: null, updated: [], left: [] });
    expect(Buffer.compare(bytesOf(BACK), updated)).toBe(0);
    expect(readdirSync(project.path('back')).sort()).toEqual(['paper.before-update.docx', FILE]);
  });

  it('puts every number, cell and picture there as the document has them now', async () => {
    move();
    const { updated, left } = await update(0);
    expect(left).toEqual([]);
    expect(updated.map(({ kind, of }) => `${kind} ${of}`).sort()).toEqual([
      'grid tables.one',
      'number baseline.a.x',
      'number effect',
      'number rows',
      'number rows',
      'picture trend',
    ]);
    for (const name of [BODY, 'word/footnotes.xml'])
      expect(wordsOf(BACK, name), name).toBe(wordsOf('out/paper/paper.docx', name));
    const picture = (path: string): string =>
      Buffer.from(openArchive(bytesOf(path)).bytes('word/media/image1.png')!).toString('base64');
    expect(picture(BACK)).toBe(picture('out/paper/paper.docx'));
  });

  it('keeps the words, looks, comments and other parts that readers wrote around the results', async () => {
    edit((xml) =>
      xml
        .replace(
          '<w:t xml:space="preserve">The effect is </w:t>',
          '<w:t>In our view the effect of 中文 &amp; more is </w:t>',
        )
        .replace(
          /(<w:tag w:val="pm:n:[^"]*"\/><\/w:sdtPr><w:sdtContent>)<w:r><w:rPr><w:b\/><\/w:rPr>/,
          '<w:commentRangeStart w:id="7"/>$1<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr>',
        ),
    );
    const came = part(BACK);
    move();
    const { left, updated } = await update(0);
    expect(left).toEqual([]);
    const effect = updated.find(({ of }) => of === 'effect')!;
    expect(wordsOf(BACK)).toContain(`In our view the effect of 中文 &amp; more is ${effect.now}, of 40 rows.`);
    // Outside of the marks, every character is as it came.
    const outside = (xml: string): string =>
      xml
        .replace(/(<w:tag w:val=")[^"]*("\/><\/w:sdtPr><w:sdtContent>).*?(?=<\/w:sdtContent>)/g, '$1$2')
        .replace(/<w:tbl>.*?<\/w:tbl>/gs, '');
    expect(outside(part(BACK))).toBe(outside(came));
    expect(part(BACK)).toContain(
      `<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">${effect.now}<`,
    );
    for (const name of ['word/styles.xml', 'word/settings.xml', '[Content_Types].xml'])
      expect(part(BACK, name), name).toBe(part('out/paper/paper.docx', name));
  });

  it('overwrites no edit, and tells what stands there, what was placed and what it would be', async () => {
    const placed = /<w:b\/><\/w:rPr><w:t [^<>]*>(-?[\d.−]+)<\/w:t>/.exec(part(BACK))![1]!;
    edit((xml) =>
      xml
        .replace(`>${placed}</w:t>`, '>about 2</w:t>')
        .replace('>Constant<', '>The constant<')
        .replace('>The baseline<', '>Our baseline<'),
    );
    move();
    const { left, updated } = await update(4);
    const now = expect.stringMatching(/^[-−]?\d\.\d{3}$/);
    expect(left.map(({ is, kind }) => `${is} ${kind}`)).toEqual(['edited number', 'edited caption', 'edited grid']);
    expect(left[0]).toEqual({ is: 'edited', kind: 'number', of: 'effect', stands: 'about 2', was: placed, now });
    expect(left[1]).toMatchObject({
      of: 'tables.one',
      stands: 'Our baseline',
      was: 'The baseline',
      now: 'The baseline',
    });
    expect(updated.map(({ kind }) => kind).sort()).toEqual(['number', 'number', 'number', 'picture']);
    expect(wordsOf(BACK)).toContain('The effect is about 2, of 40 rows.');
    const { stdout, stderr } = await project.run('update', project.path(BACK));
    expect(stdout).toMatch(/^edited there {2}the number `effect`\n {4}stands there: about 2\n {4}would be: /m);
    expect(stderr).toContain('hint: put the edit into the text or the pipeline');
  });

  it('replaces a table whose rows are others, unless a comment stands in it', async () => {
    project.edit('pipeline.yaml', 'tables: {one: {from: baseline,', 'tables: {one: {from: baseline.a,');
    const commented = part(BACK).replace('</w:tbl>', '<w:commentRangeEnd w:id="3"/></w:tbl>');
    const came = bytesOf(BACK);
    edit(() => commented);
    expect((await update(4)).left).toMatchObject([
      { is: 'blocked', kind: 'grid', why: expect.stringContaining('comments') },
    ]);
    project.write(BACK, came);
    expect((await update(0)).updated.map(({ kind }) => kind)).toEqual(['grid']);
    expect(part(BACK)).toBe(part('out/paper/paper.docx'));
  });

  it('leaves what stands between tracked changes, and what was deleted', async () => {
    const change = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"';
    edit((xml) =>
      xml
        .replace(
          /(<w:sdtContent>)(<w:r><w:rPr><w:b\/>.*?<\/w:r>)(<\/w:sdtContent>)/,
          (_, a, run, b) =>
            `${a}<w:del ${change}>${run.replaceAll('w:t>', 'w:delText>').replace('<w:t ', '<w:delText ')}</w:del>${b}`,
        )
        .replace(/<w:sdt>(?:(?!<\/w:sdt>).)*?w:val="trend"(?:(?!<\/w:sdt>).)*?<w:drawing>.*?<\/w:sdt>/s, ''),
    );
    move();
    const { left } = await update(0);
    expect(left.map(({ is, kind, of }) => `${is} ${kind} ${of}`)).toEqual([
      'deleted number effect',
      'lacking picture trend',
    ]);
  });

  it('fills marks that readers typed where the document shows the number in that form, and tells of the others', async () => {
    const words = 'I see {{pm rows}} of {{pm effect}}, {{pm effect "9.999"}}, {{pm effect "9.9"}} and {{pm nothing}}';
    edit((xml) =>
      xml
        .replace('>The effect is <', `>${words.replaceAll('"', '&quot;')}<`)
        .replace('</w:tbl>', '</w:tbl><w:p><w:r><w:t>{{table tables.one}}</w:t></w:r></w:p>'),
    );
    edit((xml) => xml.replace('>Rounded, it is', '>In a note {{pm rows}}. Rounded, it is'), 'word/footnotes.xml');
    const { updated, left, copy } = await update(4);
    expect(copy).not.toBeNull();
    const now = updated[1]!.now!;
    expect(wordsOf(BACK, 'word/footnotes.xml')).toContain('In a note 48. Rounded, it is');
    expect(updated.map(({ of, stands }) => [of, stands])).toEqual([
      ['rows', '{{pm rows}}'],
      ['effect', '{{pm effect}}'],
      ['effect', '{{pm effect "9.999"}}'],
      ['rows', '{{pm rows}}'],
    ]);
    expect(left.map(({ is, kind, of }) => `${is} ${kind} ${of}`)).toEqual([
      'unknown number effect',
      'unknown number nothing',
      'unknown grid tables.one',
    ]);
    expect(wordsOf(BACK)).toContain(`I see 48 of ${now}, ${now}, {{pm effect &quot;9.9&quot;}} and {{pm nothing}}`);
    expect((await update(4)).same).toBe(13);
    move();
    const { updated: later } = await update(4);
    expect(later.filter(({ of }) => of === 'effect')).toHaveLength(3);
  });

  it('gives a number to no other mark, and says which the document shows no longer', async () => {
    project.edit('paper.md', '**{{pm effect "1.592"}}**', '{{pm baseline.a.x.se "1.592"}}');
    project.edit('paper.md', '{{table tables.one}}', '');
    move();
    const { left } = await update(4);
    expect(left.map(({ is, kind, of }) => `${is} ${kind} ${of}`)).toEqual([
      'gone number effect',
      'gone caption tables.one',
      'gone grid tables.one',
      'gone notes tables.one',
      'lacking number baseline.a.x.se',
    ]);
  });

  it('refuses what is no such file, with a hint', async () => {
    const refused = async (path: string, ...args: string[]): Promise<string> => {
      const { code, stderr } = await project.run('update', project.path(path), ...args);
      expect(code, stderr).toBe(2);
      return stderr;
    };
    expect(await refused('none.docx')).toContain('there is no file');
    expect(await refused('pipeline.yaml')).toContain('cannot be read as a Word document');
    expect(await refused('out/paper/paper.docx')).toContain('is what the step writes itself');
    expect(await refused(BACK, '--step', 'tables')).toContain(
      '`tables` makes no Word document\nhint: these do: `paper`',
    );
    project.write('back/~$per.docx', '');
    expect(await refused(BACK)).toContain('is open in another program');
    project.remove('back/~$per.docx');
    edit((xml) => xml.replace(/<w:tag [^<>]*>|<w:bookmarkStart [^<>]*>/g, ''));
    edit((xml) => xml.replace(/<w:tag [^<>]*>/g, ''), 'word/footnotes.xml');
    expect(await refused(BACK)).toContain('has no marks of papermake');
  });

  describe('with --track', () => {
    const PARTS = [BODY, 'word/footnotes.xml'];
    /** The parts of a file with its changes accepted or rejected; pictures by their bytes. */
    const said = (verdict: Verdict, path = BACK): string[] =>
      PARTS.map((name) =>
        plain(resolved(part(path, name), verdict)).replace(/r:embed="([^"]*)"/g, (_, id) => pictureOf(path, id)),
      );
    const pictureOf = (path: string, id: string): string => {
      const relation = new RegExp(`<Relationship [^<>]*Id="${id}"[^<>]*>`).exec(
        part(path, 'word/_rels/document.xml.rels'),
      )![0];
      const target = /Target="\/?(?:word\/)?([^"]*)"/.exec(relation)![1]!;
      return createHash('sha256')
        .update(openArchive(bytesOf(path)).bytes(`word/${target}`)!)
        .digest('hex');
    };
    /** The words alone, without the names of fields. */
    const text = (verdict: Verdict): string[] =>
      said(verdict).map((xml) => xml.replace(/<w:instrText\b[^<>]*>[^<]*/g, '').replace(/<[^>]*>/g, ''));

    it('is accepted as the file without it, and rejected as the file came, in every part and picture', async () => {
      const came = bytesOf(BACK);
      const before = said('reject').map((xml) => withoutBefore(xml, true));
      move();
      const { updated } = await update(0, '--track', '--author', 'A. Author', '--date', '2026-03-01');
      expect(updated).toHaveLength(6);
      for (const name of PARTS)
        expect(part(BACK, name)).toContain('w:author="A. Author" w:date="2026-03-01T00:00:00Z"');
      expect(part(BACK).match(/<a:blip /g)).toHaveLength(2);
      const accepted = said('accept').map((xml) => withoutBefore(xml));
      expect(said('reject').map((xml) => withoutBefore(xml, true))).toEqual(before);
      expect(await update(0, '--track')).toMatchObject({ copy: null, updated: [], left: [], same: 9 });
      project.write(BACK, came);
      expect((await update(0)).updated).toEqual(updated);
      expect(accepted).toEqual(said('accept'));
    });

    it('is gone where the results are again what they were', async () => {
      const before = said('accept').map((xml) => withoutBefore(xml, true));
      move();
      await update(0, '--track');
      project.write('data/panel.csv', DATA);
      expect((await update(0, '--track')).updated).toHaveLength(6);
      for (const name of PARTS) expect(part(BACK, name)).not.toContain('w:author');
      expect(said('accept').map((xml) => withoutBefore(xml, true))).toEqual(before);
    });

    it('refuses what says nothing without it, and what is no name or day', async () => {
      const refused = async (...args: string[]): Promise<string> => {
        const { code, stderr } = await project.run('update', project.path(BACK), ...args);
        expect(code, stderr).toBe(2);
        return stderr;
      };
      expect(await refused('--author', 'A')).toContain('`--author` is of tracked changes\nhint: `--track --author …`');
      expect(await refused('--date', '2026-03-01')).toContain('`--date` is of tracked changes');
      expect(await refused('--track', '--author', ' ')).toContain('`--author` expects a name');
      for (const date of ['yesterday', '2026-02-30', '2026-03-01T25:00Z'])
        expect(await refused('--track', '--date', date)).toContain(`in ISO 8601, not \`${date}\``);
    });

    it.skipIf(lacksOffice)(
      'is accepted and rejected by LibreOffice, and known again there',
      async () => {
        // LibreOffice saves other XML than it read, so that words alone are compared.
        const office = (verdict: Verdict): void => {
          const to = project.path(`office/${verdict}.docx`);
          resolvedByOffice(project.path(BACK), to, verdict, project.path('profile'));
        };
        const squeezed = (xml: string[]): string[] => xml.map((each) => each.replace(/\s+/g, ''));
        project.write('office/.keep', '');
        project.edit('pipeline.yaml', 'b: {fit: y ~ x + z}}', 'b: {fit: y ~ x + z}, c: {fit: y ~ z}}');
        move();
        const before = squeezed(text('reject'));
        await update(0, '--track');
        const tracked = bytesOf(BACK);
        const [accepted, rejected] = [squeezed(text('accept')), squeezed(text('reject'))];
        expect(rejected).toEqual(before);
        expect(accepted).not.toEqual(before);
        for (const verdict of ['accept', 'reject'] as const) {
          project.write(BACK, tracked);
          office(verdict);
          project.write(BACK, bytesOf(`office/${verdict}.docx`));
          expect(squeezed(text('accept'))).toEqual(verdict === 'accept' ? accepted : rejected);
          for (const name of PARTS) expect(part(BACK, name)).not.toMatch(/<w:(?:ins|del)\b/);
          const { updated, left } = await update(0);
          expect(left).toEqual([]);
          expect(updated).toHaveLength(verdict === 'accept' ? 0 : 6);
        }
      },
      240_000,
    );
  });

  it.skipIf(lacksOffice)(
    'knows every mark again in a file that LibreOffice saved',
    async () => {
      const folder = project.path('back');
      project.write('saved/.keep', '');
      const profile = `-env:UserInstallation=${pathToFileURL(project.path('profile')).href}`;
      const saved = spawnSync(
        'soffice',
        [profile, '--headless', '--convert-to', 'docx', '--outdir', project.path('saved'), FILE],
        { cwd: folder },
      );
      expect(saved.status).toBe(0);
      project.write(BACK, bytesOf(`saved/${FILE}`));
      expect(await update(0)).toMatchObject({ updated: [], left: [], same: 9 });
      move();
      const { left, updated } = await update(0);
      expect(left).toEqual([]);
      expect(updated).toHaveLength(6);
      expect(wordsOf(BACK).replace(/\s+/g, ' ')).toContain('of 40 rows.');
      expect(await update(0)).toMatchObject({ updated: [], left: [], same: 9 });
    },
    120_000,
  );
});
