/** `papermake run --json | head -1`: a reader that has had enough takes nothing from what is being done. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessClosed);
}

function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
