/** THE list of formats of `diff`, the default first. */
import type { ReportFormat } from '../report.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';
import { terminal } from './terminal.ts';

export const reportFormats: readonly ReportFormat[] = [terminal, markdown, latex];
