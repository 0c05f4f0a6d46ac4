/** Carries a command out, and tells what it throws: problems, what the system refuses, faults of papermake's own. */
import { ProblemError } from '../base/problem.ts';
import { shownStack, thrownText } from '../engine/code/thrown.ts';
import { systemRefusal } from '../engine/system/system-refusal.ts';
import { type Call, type Command, EXIT } from './command.ts';
import { refuse } from './survey/open-survey.ts';
import { note } from './terminal/terminal.ts';

/** Resolves to the exit code, whatever happens. */
export async function runCommand(command: Command, call: Call): Promise<number> {
  try {
    return await command.run(call);
  } catch (error) {
    if (error instanceof ProblemError) {
      refuse(error.problems, '.', call.values.json === true);
      return EXIT.failed;
    }
    const refused = systemRefusal(error);
    if (refused !== undefined) {
      note(`papermake: ${refused}\n`);
      return EXIT.failed;
    }
    note(`Internal error: ${shownStack(thrownText(error))}\n`);
    return EXIT.failed;
  }
}
