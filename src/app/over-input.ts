/** Refuses to write over what the project reads, in commands that write a file which their call names. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attempt } from '../base/attempt.ts';
import { type Problem, problemAt } from '../base/problem.ts';
import { pathInside } from '../base/system/path-inside.ts';
import { nodesHaving } from '../engine/graph.ts';
import { type Session, survey } from '../engine/run/session.ts';
import { STORE, statIfThere } from '../engine/system/files.ts';

/** Tells what is wrong with writing to a path; undefined where nothing is. `also` are further files that the call reads. Links, hard ones too, are seen through. */
export function overInput(session: Session, path: string, also: readonly string[] = []): Problem | undefined {
  const { root } = session.options;
  const target = resolve(path);
  if (pathInside(join(root, STORE), target) !== undefined) return refused(path, `\`${STORE}/\` is papermake's own`);
  const inside = pathInside(root, target);
  if (inside !== undefined && session.files.normalise(inside) === undefined)
    return refused(path, 'it leads through a symbolic link out of the project');
  const found = identity(target);
  if (found === undefined) return undefined;
  const input = [...also.map((each) => resolve(each)), ...inputsOf(session)].find((each) => identity(each) === found);
  return input === undefined ? undefined : refused(path, `the project reads \`${pathInside(root, input) ?? input}\``);
}

const refused = (path: string, why: string): Problem =>
  problemAt({ code: 'over-input', message: `\`${path}\` would be overwritten, and ${why}`, hint: 'name another file' });

/** A file, whatever name leads to it. */
function identity(path: string): string | undefined {
  const stat = attempt(() => statIfThere(path, statSync));
  return stat && `${stat.dev} ${stat.ino}`;
}

/** The pipeline, the files that nodes read, and the code and templates of the project; absolute. */
function inputsOf(session: Session): string[] {
  const { root, file } = session.options;
  const sources = nodesHaving(survey(session).graph.nodes, 'sources').flatMap((node) => node.sources);
  const read = sources.flatMap((source) => (source.is === 'file' ? [source.path] : []));
  const own = ['steps', 'templates'].flatMap((folder) =>
    (attempt(() => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) ?? []).map((name) =>
      join(folder, name),
    ),
  );
  return [file, ...read, ...own].map((each) => resolve(root, each));
}
