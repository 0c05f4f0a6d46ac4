/** A button that copies a text, and says that it did. */
import { useState } from 'preact/hooks';
import { useWords } from '../words.ts';

const SAID_MS = 2000;

interface Shown {
  readonly text: string;
  readonly label: string;
  /** Is true where the text is HTML, which programs paste as what it shows. */
  readonly isMarkup?: boolean;
}

export function Copy({ text, label, isMarkup = false }: Shown) {
  const { column } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await copied(text, isMarkup);
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
async function copied(text: string, isMarkup: boolean): Promise<void> {
  try {
    if (!isMarkup) return await navigator.clipboard.writeText(text);
    const [html, plain] = ['text/html', 'text/plain'].map((type) => new Blob([text], { type }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/html': html!, 'text/plain': plain! })]);
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
