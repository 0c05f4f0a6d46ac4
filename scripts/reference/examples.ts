/** The example of a kind: an exhibit of the gallery whose lines have a step of it, else a text of its own in `examples/`. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Exhibit, type Shown, shownProjects } from '../gallery/exhibits.ts';
import { pictureOf } from '../gallery/page.ts';

export const examplesFolder = path.resolve(import.meta.dirname, 'examples');

const SYNTHETIC = 'The panel is the synthetic one of the paper ([data/README.md](../../data/README.md)).';

interface Candidate {
  readonly project: Shown;
  readonly exhibit: Exhibit;
}

const candidates: readonly Candidate[] = shownProjects().flatMap((project) =>
  project.exhibits.map((exhibit) => ({ project, exhibit })),
);

/** The example in Markdown, for a page in `docs/reference/`; undefined where there is none. */
export function exampleOf(kind: string): string | undefined {
  const own = path.join(examplesFolder, `${kind}.md`);
  if (existsSync(own)) {
    const text = readFileSync(own, 'utf8').replace(/<!-- printed: .* -->\n\n/g, '');
    return text.includes('data/panel.csv') ? `${SYNTHETIC}\n\n${text}` : text;
  }
  const shown = candidates
    .filter(({ exhibit }) => new RegExp(`kind: ${kind}\\b`).test(exhibit.lines))
    .sort((a, b) => a.exhibit.lines.length - b.exhibit.lines.length);
  return shown[0] && fromGallery(kind, shown[0]);
}

function fromGallery(kind: string, { project, exhibit }: Candidate): string {
  const file = path.posix.join(project.folder, 'pipeline.yaml');
  const from = `Of [${file}](${path.posix.join('../..', file)}):`;
  const picture = `![An example of ${kind}](${path.posix.join('..', pictureOf(project, exhibit))})`;
  return `${from}\n\n\`\`\`yaml\n${exhibit.lines}\`\`\`\n\n${picture}\n`;
}
