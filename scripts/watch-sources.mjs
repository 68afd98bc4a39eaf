import fs from 'node:fs';
import path from 'node:path';

/** Soon enough for who edits, and a glance at some hundred files costs a few milliseconds. */
const EVERY_MS = 300;
/** Generated files follow from the others, and tests are not part of what runs. */
const RUNS = /(?<!\.gen|\.test)\.ts$/;

/**
 * Calls back with the paths below `folders` (of `root`) that were added, changed or removed. It
 * looks at the files instead of asking the system to tell: that misses files an editor replaces, and
 * those of folders shared with a container. Answers how to stop.
 */
export function watchSources(root, folders, onChange) {
  let before = filesIn(root, folders);
  const timer = setInterval(() => {
    const now = glance(root, folders) ?? before;
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
      (file) => before.get(file) !== now.get(file),
    );
    before = now;
    if (changed.length > 0) onChange(changed);
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/** Every source file, and what tells that it changed; null when one went while it was looked at. */
function glance(root, folders) {
  try {
    return filesIn(root, folders);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function filesIn(root, folders) {
  const found = new Map();
  for (const folder of folders)
    for (const name of fs.readdirSync(path.join(root, folder), { recursive: true })) {
      if (!RUNS.test(name)) continue;
      const file = path.posix.join(folder, name.split(path.sep).join('/'));
      const stat = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
      if (stat) found.set(file, `${stat.mtimeMs} ${stat.size} ${stat.ino}`);
    }
  return found;
}
