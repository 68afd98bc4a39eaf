// Which server runs in a data directory, by the file PostgreSQL keeps of it.
import fs from 'node:fs';
import path from 'node:path';
import { PlainError } from './plain-error.mjs';

export interface PidFile {
  text: string;
  pid: number;
  port: number;
  ready: boolean;
}

/**
 * postmaster.pid: pid, data directory, start time, port, socket directory, address, shared memory,
 * state.
 */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const text = fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8');
    const line = text.split('\n');
    return {
      text,
      pid: Number(line[0]),
      port: Number(line[3]),
      ready: /^ready/.test(line[7] ?? ''),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES')
      throw new PlainError(
        `The database in ${cluster} belongs to another user. Start Inlet as that user, or set DATA_DIR.`,
      );
    throw error;
  }
}

/**
 * After a crash the pid in the file may belong to another program by now (in containers it usually
 * does), and PostgreSQL would refuse to start because of it. Only where the system tells what the
 * process is.
 */
export function isStranger({ pid }: PidFile, cluster: string): boolean {
  try {
    return !fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return false;
  }
}

/** Removes the file, unless it is another by now than the one that was seen. */
export function forgetPidFile(cluster: string, seen: PidFile): void {
  if (readPidFile(cluster)?.text === seen.text)
    fs.rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
}

/** Whether a process has this id. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
