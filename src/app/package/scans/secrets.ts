/** Finds tokens, keys and passwords. A finding names what it is, and never its value. */
import { inLines, isText, type Scan } from './scan.ts';

const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
  ['a key of Amazon Web Services', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/],
  ['a token of GitLab', /\bglpat-[\w-]{20,}/],
  ['a key of Google', /\bAIza[\w-]{35}/],
  ['a token of Slack', /\bxox[abprs]-[\w-]{10,}/],
  ['a key that begins with `sk-`', /\bsk-[\w-]{20,}/],
  ['a web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['a password in an address', /(?<![a-z+])[a-z][a-z+]*:\/\/[^\s/:@]+:[^\s/:@]+@/i],
  [
    'a password or key',
    /\b(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)["']?\s*(=|<-|:)\s*["'][^"'\s]{6,}["']/i,
  ],
];

export const secrets: Scan = {
  name: 'secret',
  tells: 'tokens, keys and passwords',
  find: (scanned) =>
    inLines(scanned, isText, (line) => {
      const found = FORMS.find(([, form]) => form.test(line));
      return (
        found && {
          message: `${found[0]} stands here`,
          hint: 'take it out, read it from the environment, and have it replaced: it must be taken for known',
        }
      );
    }),
};
