/** THE list of formats of certificates. */
import { docx, pdf } from './documents.ts';
import type { CertificateFormat } from './format.ts';
import { html } from './html.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';

export const certificateFormats: readonly CertificateFormat[] = [markdown, latex, html, docx, pdf];
