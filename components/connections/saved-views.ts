'use client';
import { useSyncExternalStore } from 'react';

/** Filters and order under a name. They are kept in this browser, for this workspace. */
export interface SavedView {
  name: string;
  /** The query of the address. */
  query: string;
}

const MOST = 20;
const EVENT = 'inlet-saved-views';
const NONE: SavedView[] = [];
const read = new Map<string, { text: string; views: SavedView[] }>();

const keyOf = (workspace: string) => `inlet.views.${workspace}`;

function load(workspace: string): SavedView[] {
  let text: string;
  try {
    text = localStorage.getItem(keyOf(workspace)) ?? '[]';
  } catch {
    return NONE; // storage is blocked
  }
  const known = read.get(workspace);
  if (known?.text === text) return known.views;
  const views = parse(text);
  read.set(workspace, { text, views });
  return views;
}

/** What somebody else wrote there is no view. */
function parse(text: string): SavedView[] {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return NONE;
    return value.filter(
      (v): v is SavedView => typeof v?.name === 'string' && typeof v?.query === 'string',
    );
  } catch {
    return NONE;
  }
}

function subscribe(listener: () => void): () => void {
  for (const name of [EVENT, 'storage']) window.addEventListener(name, listener);
  return () => {
    for (const name of [EVENT, 'storage']) window.removeEventListener(name, listener);
  };
}

/** The saved views of a workspace, and how to keep or drop one; a name that is there is replaced. */
export function useSavedViews(workspace: string) {
  const views = useSyncExternalStore(
    subscribe,
    () => load(workspace),
    () => NONE,
  );
  const write = (next: SavedView[]) => {
    try {
      localStorage.setItem(keyOf(workspace), JSON.stringify(next.slice(0, MOST)));
    } catch {
      return; // storage is blocked: the view lives as long as the address does
    }
    window.dispatchEvent(new Event(EVENT));
  };
  return {
    views,
    save: (view: SavedView) => write([view, ...views.filter((v) => v.name !== view.name)]),
    drop: (name: string) => write(views.filter((v) => v.name !== name)),
  };
}
