const EVENT = 'inlet-open-palette';

/** Opens the palette, from a button anywhere. */
export const openPalette = (): void => {
  window.dispatchEvent(new Event(EVENT));
};

/** Calls when somebody asks for the palette. Answers how to stop. */
export function onPalette(listener: () => void): () => void {
  window.addEventListener(EVENT, listener);
  return () => window.removeEventListener(EVENT, listener);
}
