/** The certificate of a package, as Markdown. */
import type { NodeId } from '../../base/brand.ts';
import { certificateFormats } from '../certificate/formats/registry.ts';
import { pageOf } from '../certificate/page.ts';
import { templatePath } from '../place.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { isTrial } from '../tried/tried.ts';
import { bookOf } from '../view/labels.ts';
import type { Facts } from './facts.ts';

export const CERTIFICATE = 'certificate.md';

export async function certificateFile(
  { certificate, language, version }: Facts,
  { session, survey }: Surveyed,
): Promise<{ readonly path: string; readonly content: string | Uint8Array }> {
  const of = [...survey.graph.nodes.values()].find(isTrial)?.id ?? ('' as NodeId);
  const page = pageOf(certificate, bookOf({ project: session.project, language }, survey, of), version);
  const markdown = certificateFormats.find(({ name }) => name === 'markdown')!;
  return { path: CERTIFICATE, content: await markdown.write(page, (name) => templatePath(name, session.files)) };
}
