/** Checks what cannot be in a `command` step's texts, whatever its program does. */
import { foldedPath, whyNoFileName } from '../../../src/base/system/file-names.ts';
import type { PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import type { CommandParams } from './keys.ts';

/** Checks that places are relative, stay in the folder, and are each named once. */
export function checkPlaces(step: Step<CommandParams>, plan: PlanContext): void {
  const places: [string, YamlPath][] = [
    ...(step.params.files ?? []).map((name, i): [string, YamlPath] => [name, [...step.path, 'files', i]]),
    ...(['inputs', 'outputs'] as const).flatMap((key) =>
      plan.keys([...step.path, key]).map((name): [string, YamlPath] => [name, [...step.path, key, name]]),
    ),
  ];
  const taken = new Map<string, string>();
  for (const [name, path] of places) {
    const key = path.length === step.path.length + 2 && typeof path.at(-1) === 'string';
    const folded = foldedPath(withoutPoint(name));
    const other = taken.get(folded);
    const wrong = key ? whyNoPlace(name) : undefined;
    if (wrong !== undefined) {
      plan.complain({
        code: 'bad-place',
        message: `\`${name}\` is no file name in the command's folder`,
        path,
        key,
        hint: wrong,
      });
    } else if (other !== undefined) {
      const message =
        other === name
          ? `\`${name}\` is declared twice`
          : `\`${other}\` and \`${name}\` are one file where case and the spelling of accents do not count`;
      plan.complain({ code: 'duplicate-place', message, path, key });
    } else taken.set(folded, name);
  }
  for (const [name, path] of places) {
    const key = path.at(-2) !== 'files';
    const folder = foldersOf(name).find((each) => taken.has(foldedPath(each)));
    if (folder === undefined) continue;
    const message = `\`${folder}\` cannot be a file and the folder of \`${name}\``;
    plan.complain({ code: 'duplicate-place', message, path, key });
  }
}

/** The folders of a place: `a` and `a/b` for `a/b/c`. */
function foldersOf(place: string): string[] {
  const segments = withoutPoint(place).split('/');
  return segments.slice(1).map((_, i) => segments.slice(0, i + 1).join('/'));
}

/** Checks that a shell is named for a line alone. */
export function checkShell({ params: { run, shell }, path }: Step<CommandParams>, plan: PlanContext): void {
  if (typeof run === 'string' || shell === undefined) return;
  const message = '`shell` is for a line, and `run` is a list';
  const hint = 'a list is a program and its arguments, which need no shell: leave `shell` out';
  plan.complain({ code: 'unused-shell', message, path: [...path, 'shell'], hint });
}

/** True when the system can hand every text to a program. */
export function checkTexts(step: Step<CommandParams>, plan: PlanContext): boolean {
  const { run, env = {}, versions = [] } = step.params;
  const names = plan.keys([...step.path, 'env']).filter((name) => name === '' || /[=\0]/.test(name));
  for (const name of names) {
    plan.complain({
      code: 'bad-environment',
      message: `\`${name.replaceAll('\0', '\\0')}\` cannot be the name of an environment variable`,
      path: [...step.path, 'env', name],
      key: true,
      hint: 'a name holds a character at least, and no `=`',
    });
  }
  const texts: [string | number, YamlPath][] = [
    ...Object.entries(env).map(([name, value]): [string | number, YamlPath] => [value, ['env', name]]),
    ...(typeof run === 'string' ? [run] : run).map((each, i): [string, YamlPath] => [
      each,
      typeof run === 'string' ? ['run'] : ['run', i],
    ]),
    ...versions.map((each, i): [string, YamlPath] => [each, ['versions', i]]),
  ];
  const cut = texts.filter(([text]) => typeof text === 'string' && text.includes('\0'));
  for (const [, path] of cut) {
    const message = 'expected a text that a program can be given, got one with a NUL character';
    plan.complain({ code: 'nul-character', message, path: [...step.path, ...path] });
  }
  return names.length + cut.length === 0;
}

const withoutPoint = (name: string): string => name.replace(/^\.\//, '');

/** Says as a hint why a text cannot name a file of the folder; undefined where it can. */
function whyNoPlace(name: string): string | undefined {
  const segments = name.split('/');
  const isPlain = !name.startsWith('@') && segments.every((each) => each !== '' && each !== '.' && each !== '..');
  if (!isPlain || name.includes('\\')) return 'a relative path with forward slashes, without `.` and `..`';
  return segments.map(whyNoFileName).find((why) => why !== undefined);
}
