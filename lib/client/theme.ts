export type Theme = 'system' | 'light' | 'dark';

const KEY = 'inlet-theme';

/**
 * Runs in the head before anything is painted, so that no page flashes in the wrong theme. Also
 * follows the system while the choice is "system". Plain text without variables: its hash never
 * changes.
 */
export const THEME_SCRIPT = [
  `(()=>{const q=matchMedia('(prefers-color-scheme: dark)');`,
  `const f=()=>{let t=null;try{t=localStorage.getItem('${KEY}')}catch{}`,
  `document.documentElement.dataset.theme=`,
  `t==='dark'||(t!=='light'&&q.matches)?'dark':'light'};`,
  `f();q.addEventListener('change',f);addEventListener('storage',f);`,
  `addEventListener('inlet-theme',f)})()`,
].join('');

/** The choice kept in this browser; "system" when there is none. */
export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Keeps the choice and applies it at once, in this tab and the others. */
export function applyTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser without storage keeps following the system.
  }
  window.dispatchEvent(new Event('inlet-theme'));
}
