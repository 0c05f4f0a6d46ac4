/** The plots of the page of `figure`: for each a heading with what it shows, what it reads, its keys, and a picture with its lines. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plot } from '../../src/figure/plot.ts';
import { plots } from '../../steps/registry.ts';
import { type Shown, shownProjects } from '../gallery/exhibits.ts';
import { pictureOf } from '../gallery/page.ts';
import { drawnPages } from '../printed/page.ts';
import { root } from '../printed/projects.ts';
import type { Schema } from './keys.ts';

/** A figure that the documentation shows. */
interface Picture {
  /** Lines of a pipeline that draw it. */
  readonly lines: string;
  /** The file of the picture, and the file that has the whole pipeline, from the root. */
  readonly file: string;
  readonly source: string;
}

/** The plots in Markdown, for a page in `docs/reference/`. */
export const plotsText = (): string =>
  [plots.all.map(({ name }) => `[\`${name}\`](#${name})`).join(' · '), ...plots.all.map(plotText)].join('\n\n');

/** The key of plots, in place of the names and summaries of all. */
export const PLOTS: Schema = { shape: 'the name of a [plot](#plots)', description: 'what the figure shows and how' };

function plotText(plot: Plot): string {
  const { name, summary, shows, several, options, required } = plot;
  const of = several === true ? `${shows}; several of them may stand in one figure` : shows;
  const keys = options.map((option) => `\`${option}\`${required.includes(option) ? ' (required)' : ''}`).join(', ');
  const own = keys === '' ? 'It has no keys of its own.' : `Keys: ${keys}.`;
  return [`### \`${name}\``, `${sentence(summary)} It reads ${of}.`, own, ...pictureText(plot)].join('\n\n');
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

function pictureText({ name, summary }: Plot): string[] {
  const picture = pictureFor(name);
  if (picture === undefined) return [];
  const { lines, file, source } = picture;
  const from = `Of [${source}](${path.posix.relative('docs/reference', source)}):`;
  const alt = summary.replace(/[[\]`]/g, '');
  return [from, `\`\`\`yaml\n${lines}\`\`\``, `![${alt}](${path.posix.relative('docs/reference', file)})`];
}

let shown: readonly Picture[] | undefined;

/** The picture of a plot with the fewest lines; undefined where the documentation shows none. */
export function pictureFor(plot: string): Picture | undefined {
  shown ??= [...shownProjects().flatMap(ofGallery), ...drawnPages.flatMap(ofPage)];
  const draws = new RegExp(`plot: ${plot}(?![\\w-])`);
  return shown
    .filter(({ lines }) => draws.test(lines))
    .sort((a, b) => a.lines.length - b.lines.length)
    .at(0);
}

const ofGallery = (project: Shown): Picture[] =>
  project.exhibits
    .filter(({ is }) => is === 'figure')
    .map((exhibit) => ({
      lines: exhibit.lines,
      file: path.posix.join('docs', pictureOf(project, exhibit)),
      source: path.posix.join(project.folder, 'pipeline.yaml'),
    }));

/** A whole pipeline, or the mark of a figure that the one above draws. */
const PARTS = /```yaml\n(papermake: 1\n[\s\S]*?)```|<!-- drawn: (\S+) -->/g;

function ofPage(page: string): Picture[] {
  let pipeline = '';
  const found: Picture[] = [];
  for (const [, whole, name] of readFileSync(path.join(root, page), 'utf8').matchAll(PARTS)) {
    pipeline = whole ?? pipeline;
    const line = pipeline.split('\n').find((each) => each.startsWith(`  ${name}: {`));
    if (name === undefined || line === undefined) continue;
    found.push({ lines: `${line.trim()}\n`, file: `${page.replace(/\.md$/, '')}/${name}.svg`, source: page });
  }
  return found;
}
