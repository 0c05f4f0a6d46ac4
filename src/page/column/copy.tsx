/** A button that copies a text, and says that it did. */
import { useState } from 'preact/hooks';
import { useWords } from '../words.ts';

const SAID_MS = 2000;

export function Copy({ text, label }: { text: string; label: string }) {
  const { column } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await copied(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_MS);
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      <span role="status">{isCopied ? column.copied : label}</span>
    </button>
  );
}

/** A page that was opened from disk may have no clipboard of its own, and copies what is selected. */
async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const place = document.createElement('textarea');
    place.value = text;
    place.className = 'unseen';
    const within = document.querySelector('dialog[open]') ?? document.body;
    const before = document.activeElement as HTMLElement | null;
    within.append(place);
    place.select();
    document.execCommand('copy');
    place.remove();
    before?.focus();
  }
}
