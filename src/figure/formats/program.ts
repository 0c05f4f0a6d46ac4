/** Loads packages that are a program for each system, of which a machine may lack its own. */
import { Refusal } from '../../base/problem.ts';

/** Refuses by name what cannot be loaded. */
export async function loadProgram<T>(load: () => Promise<T>, name: string, format: string): Promise<T> {
  try {
    return await load();
  } catch {
    const hint = `\`npm install ${name}\`, which has no build for every system; \`formats\` chooses others`;
    throw new Refusal('missing-program', `the package that writes ${format} does not load`, { hint, param: 'formats' });
  }
}
