/** The page as one HTML file, whose policy lets nothing run, load or send that was not built into it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packageFile } from '../place.ts';
import type { Embedded, Language } from './model.ts';

export interface PageFile {
  readonly html: string;
  /** The Content-Security-Policy that also stands in the file. */
  readonly policy: string;
}

/** `embedded`: what a report holds; without it the page asks the server that it comes from. */
export function pageFile(title: string, language: Language = 'en', embedded?: Embedded): PageFile {
  const script = readFileSync(packageFile('page.js'), 'utf8');
  const style = readFileSync(packageFile('page.css'), 'utf8');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    `connect-src ${embedded ? "'none'" : "'self'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    // No text becomes markup, whatever the script does.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const html = `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>This page needs JavaScript. 本页需要 JavaScript。</noscript></div>
${embedded ? `<script type="application/json" id="paper">${inScript(embedded)}</script>\n` : ''}<script>${script}</script>
</body>
</html>
`;
  return { html, policy };
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** JSON in which nothing ends or opens an element. */
const inScript = (value: Embedded): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
