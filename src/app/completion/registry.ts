/** THE list of shells that have completion. */
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import type { CompletedCommand } from './model.ts';
import { powershell } from './powershell.ts';
import { zsh } from './zsh.ts';

/** Name of a shell → its script. */
export const shells: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash,
  zsh,
  fish,
  powershell,
};
