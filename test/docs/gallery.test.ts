/** The gallery shows at least forty exhibits, each with a picture, the lines of its pipeline and its data. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pipelineOf, shownProjects } from '../../scripts/gallery/exhibits.ts';
import { root } from '../../scripts/printed/projects.ts';

const page = readFileSync(path.join(root, 'docs/gallery.md'), 'utf8');
const pictures = [...page.matchAll(/^!\[.+\]\((.+)\)$/gm)].map(([, file]) => file!);
const projects = shownProjects();

describe('the gallery', () => {
  it('has a picture of each exhibit, of every example, and no other file', () => {
    const exhibits = projects.flatMap((project) => project.exhibits);
    expect(exhibits.length).toBeGreaterThanOrEqual(40);
    expect(projects.filter((project) => project.exhibits.length === 0)).toEqual([]);
    expect(pictures).toHaveLength(exhibits.length);
    for (const file of pictures) expect(existsSync(path.join(root, 'docs', file)), file).toBe(true);
    const own = pictures.filter((file) => file.startsWith('gallery/')).map((file) => file.slice('gallery/'.length));
    expect(readdirSync(path.join(root, 'docs/gallery')).sort()).toEqual(own.sort());
  });

  it.each(projects)('shows lines and data as $folder has them', ({ folder, exhibits, data }) => {
    const lines = new Set(
      pipelineOf(folder)
        .split('\n')
        .map((line) => line.trim()),
    );
    for (const { node, lines: shown } of exhibits) {
      expect(page, node).toContain(`\`\`\`yaml\n${shown}\`\`\``);
      for (const line of shown.trim().split('\n')) expect(lines, node).toContain(line.trim());
    }
    for (const file of data) expect(existsSync(path.join(root, folder, file)), file).toBe(true);
  });
});
